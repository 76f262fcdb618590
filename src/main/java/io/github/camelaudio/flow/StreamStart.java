package io.github.camelaudio.flow;

/**
 * What the exchange of a paced stream's first block carries, for endpoints that send it on: they
 * note when the block was accepted, and the stream's clock begins then. Any thread.
 */
public final class StreamStart {

  /** The property of the exchange. */
  public static final String PROPERTY = "CamelAudioStreamStart";

  private boolean accepted;
  private long nanos;

  /** The network has taken the block; of several, the last one counts. */
  public synchronized void accepted(long nowNanos) {
    nanos = accepted ? Math.max(nanos, nowNanos) : nowNanos;
    accepted = true;
  }

  /** When the block was accepted; {@code otherwise} when that was not noted. */
  public synchronized long orElse(long otherwise) {
    return accepted ? nanos : otherwise;
  }
}
