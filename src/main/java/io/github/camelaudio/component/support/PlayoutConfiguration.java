package io.github.camelaudio.component.support;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.playout.PlayoutSettings;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of all endpoints that play streams: how long each stream is held. */
@UriParams
public abstract class PlayoutConfiguration extends CopiedConfiguration {

  private static final Duration DEFAULT_MAX_DELAY = ofSeconds(1);

  /**
   * How long each stream is held so that packets which come late or out of order still find their
   * place, 1ms to 5s. Unless it is set, each stream finds its own delay: it begins at 60 ms, grows
   * at once when packets come later than that, and shrinks to what its network needs, slowly and
   * not before ten seconds.
   */
  @UriParam(defaultValueNote = "adaptive")
  private @Nullable Duration target;

  /**
   * The longest delay, and the longest break that a stream outlives, 20ms to 20s and not below the
   * target. After a longer break, and when more sound than that comes at once, the stream restarts,
   * counted. Unless it is set, 1s, or twice the target where that is more.
   */
  @UriParam(defaultValueNote = "1s, or twice the target where that is more")
  private @Nullable Duration maxDelay;

  /**
   * Whether the backlog of a new stream, from while its sender connected or started, is left out,
   * so that it plays at its target at once. Otherwise it plays from its first frame, and what it is
   * held too long is taken out by time compression: up to 15 % faster at the same pitch, silence
   * first, 3 % for music.
   */
  @UriParam(defaultValue = "false")
  private boolean skipBacklog;

  /** A stream without a packet for this long has ended, 1s to 1h. */
  @UriParam(defaultValue = "5s")
  private Duration idle = ofSeconds(5);

  /**
   * A CSV file for when each block came and what became of it, a line a block, to find out why it
   * sounds wrong. The command plot draws it. One that is there is replaced.
   */
  @UriParam private @Nullable String trace;

  /** Refuses options outside their range. */
  protected final void checkPlayout() {
    if (target != null) {
      OptionValues.range("target", target, ofMillis(1), ofSeconds(5));
    }
    Duration least = target == null || target.toMillis() < 20 ? ofMillis(20) : target;
    OptionValues.range("maxDelay", effectiveMaxDelay(), least, ofSeconds(20));
    OptionValues.rangeOfSeconds("idle", idle, ofSeconds(1), ofHours(1));
    if (trace != null && trace.isBlank()) {
      throw OptionValues.refuse("trace", trace, "name a file, such as trace.csv");
    }
  }

  private Duration effectiveMaxDelay() {
    if (maxDelay != null) {
      return maxDelay;
    }
    Duration twice = target == null ? Duration.ZERO : target.multipliedBy(2);
    return twice.compareTo(DEFAULT_MAX_DELAY) > 0 ? twice : DEFAULT_MAX_DELAY;
  }

  /** The options as the playout takes them. */
  final PlayoutSettings settings(long memoryBytes, HeldMemory memory) {
    return new PlayoutSettings(
        target == null ? PlayoutSettings.ADAPTIVE : (int) target.toMillis(),
        (int) effectiveMaxDelay().toMillis(),
        (int) idle.toSeconds(),
        skipBacklog,
        memoryBytes,
        memory);
  }

  public @Nullable Duration getTarget() {
    return target;
  }

  public void setTarget(@Nullable Duration target) {
    this.target = target;
  }

  public @Nullable Duration getMaxDelay() {
    return maxDelay;
  }

  public void setMaxDelay(@Nullable Duration maxDelay) {
    this.maxDelay = maxDelay;
  }

  public boolean isSkipBacklog() {
    return skipBacklog;
  }

  public void setSkipBacklog(boolean skipBacklog) {
    this.skipBacklog = skipBacklog;
  }

  public Duration getIdle() {
    return idle;
  }

  public void setIdle(Duration idle) {
    this.idle = idle;
  }

  public @Nullable String getTrace() {
    return trace;
  }

  public void setTrace(@Nullable String trace) {
    this.trace = trace;
  }
}
