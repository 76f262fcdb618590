package io.github.camelaudio.console.live;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The latest lines of the program's log, {@value #MAX_LINES} at most. A line that a listener causes
 * is kept, but told to nobody, so that it causes no other. Any thread.
 */
public final class LogTail {

  /** How many lines are kept. */
  public static final int MAX_LINES = 1_000;

  /** Of a longer message the beginning is kept. */
  static final int MAX_CHARACTERS = 2_000;

  private final Deque<Line> lines = new ArrayDeque<>();
  private final List<Consumer<Line>> listeners = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);

  /**
   * One line.
   *
   * @param level such as {@code WARN}
   * @param logger whose line it is, a class as a rule
   */
  public record Line(Instant time, String level, String logger, String message) {

    public Line {
      if (message.length() > MAX_CHARACTERS) {
        message = message.substring(0, MAX_CHARACTERS) + "…";
      }
    }
  }

  /** A listener's place; closing it twice does nothing. */
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Keeps a line, and tells it on the thread that calls. */
  public void add(Line line) {
    synchronized (lines) {
      if (lines.size() == MAX_LINES) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }
    if (listeners.isEmpty() || telling.get()) {
      return;
    }
    telling.set(true);
    try {
      listeners.forEach(each -> each.accept(line));
    } finally {
      telling.set(false);
    }
  }

  /** The lines that are kept, the oldest first. */
  public List<Line> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /**
   * Has each line told from now on.
   *
   * @param listener called on any thread, also on one that carries sound; must not wait
   */
  public Listening listen(Consumer<Line> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
