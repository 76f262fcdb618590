package io.github.camelaudio.cli;

import io.github.camelaudio.audio.AudioClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/**
 * Lets {@code MAX_OURS} or {@code MAX_FOREIGN} lines of a kind through in ten seconds, and counts
 * the rest, which one line then sums up. A kind is one sentence, or all of a level that one class
 * of Camel, netty or Vert.x says. Once the run stops, those say nothing. Any thread; asked only for
 * lines that would be printed.
 */
public final class LineLimit extends AbstractFilter {

  static final int MAX_OURS = 200;
  static final int MAX_FOREIGN = 5;
  static final int WINDOW_SECONDS = 10;

  /** Routes of users log under names of their own. */
  private static final List<String> FOREIGN =
      List.of("org.apache.camel.", "io.netty.", "io.vertx.");

  private static final int MAX_KINDS = 200;
  private static final int SHOWN_CHARACTERS = 120;

  private final AudioClock clock;
  private final Consumer<String> out;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private long windowEndNanos;
  private boolean stopping;

  /**
   * @param out prints what sums up, as a line that this is asked for, too
   */
  LineLimit(AudioClock clock, Consumer<String> out) {
    this.clock = clock;
    this.out = out;
    this.windowEndNanos = clock.nanoTime() + TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
  }

  private static final class Kind {
    private int lines;
    private int leftOut;
    private String latest = "";
  }

  @Override
  public Result filter(LogEvent event) {
    if (!event.getLevel().isMoreSpecificThan(Level.INFO)) {
      return Result.NEUTRAL; // only --verbose prints these
    }
    sumUp(false).forEach(out);
    return admit(event) ? Result.NEUTRAL : Result.DENY;
  }

  private synchronized boolean admit(LogEvent event) {
    boolean library = FOREIGN.stream().anyMatch(event.getLoggerName()::startsWith);
    if (stopping && library) {
      return false;
    }
    String name =
        event.getLevel() + " " + event.getLoggerName() + (library ? "" : " " + sentence(event));
    boolean fits = kinds.size() < MAX_KINDS || kinds.containsKey(name);
    Kind kind = kinds.computeIfAbsent(fits ? name : "", any -> new Kind());
    if (kind.lines++ < (library ? MAX_FOREIGN : MAX_OURS)) {
      return true;
    }
    kind.leftOut++;
    kind.latest = event.getMessage().getFormattedMessage();
    return false;
  }

  /** The text before values are put into it; nothing that is not deprecated tells it. */
  @SuppressWarnings("deprecation")
  private static String sentence(LogEvent event) {
    return event.getMessage().getFormat();
  }

  /** The run stops: what libraries say of it is no news, and what was left out is summed up. */
  void stopping() {
    synchronized (this) {
      stopping = true;
    }
    sumUp(true).forEach(out);
  }

  private synchronized List<String> sumUp(boolean now) {
    if (!now && clock.nanoTime() - windowEndNanos < 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (Kind kind : kinds.values()) {
      if (kind.leftOut > 0) {
        lines.add(kind.leftOut + " more lines such as: " + shortened(kind.latest));
      }
    }
    kinds.clear();
    windowEndNanos = clock.nanoTime() + TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    return lines;
  }

  private static String shortened(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
