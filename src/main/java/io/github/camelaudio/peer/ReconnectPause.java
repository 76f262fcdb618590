package io.github.camelaudio.peer;

import java.util.function.IntSupplier;

/**
 * How long a link waits before it connects again. A peer that ends each connection at once is given
 * longer and longer: twice as long for each connection more that ended soon. The link's thread.
 */
final class ReconnectPause {

  /** What to say of such a peer. */
  static final String REASON =
      "it ends each connection at once; does its audio.accept have this address?";

  /** The first connection that ends soon may be chance: the next block opens another. */
  private static final int MANY_SHORT = 2;

  /** The longest pause, in first ones. */
  private static final int MAX_PAUSES = 10;

  private final long firstMillis;
  private final IntSupplier shortConnections;

  /** For how many short connections in a row the link has waited. */
  private int waitedFor;

  /**
   * @param shortConnections how many connections in a row have ended soon; 0 once one lasts
   */
  ReconnectPause(long firstMillis, IntSupplier shortConnections) {
    this.firstMillis = firstMillis;
    this.shortConnections = shortConnections;
  }

  /** Whether another connection has ended soon since this was asked last, after others that did. */
  boolean isDue() {
    int before = waitedFor;
    update();
    return waitedFor > before;
  }

  /** Notes connections that have ended; a send that failed may have been such a one. */
  void update() {
    int inARow = shortConnections.getAsInt();
    waitedFor = inARow >= MANY_SHORT ? inARow : 0;
  }

  /** Whether the latest connection lasts, or it is not known that it does not. */
  boolean isSettled() {
    return waitedFor == 0 || shortConnections.getAsInt() == 0;
  }

  long millis() {
    return millis(firstMillis, waitedFor);
  }

  static long millis(long firstMillis, int shortOnes) {
    int doublings = Math.max(0, Math.min(shortOnes - MANY_SHORT, MAX_PAUSES));
    return firstMillis * Math.min(1 << doublings, MAX_PAUSES);
  }

  /** The same for people. */
  String text() {
    return waitedFor == 0 ? "every second" : "with pauses of up to 10 s";
  }
}
