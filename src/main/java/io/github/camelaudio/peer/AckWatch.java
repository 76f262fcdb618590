package io.github.camelaudio.peer;

/**
 * Tells a receiver that has vanished from one that stalls: of the first no acknowledgement comes
 * any more, while what was sent is repeated; the second still answers each probe of its closed
 * window (RFC 9293 3.8.6.1). A time-out of the system ({@code TCP_USER_TIMEOUT}) would end both,
 * and with a receiver that only waits the sound that its socket has. Asked once a second; one
 * thread at a time.
 */
public final class AckWatch {

  public static final int SECONDS = 10;

  private int unanswered;
  private long lastAckMillis;

  /**
   * Whether for {@value #SECONDS} seconds nothing of what was sent has been answered.
   *
   * @param repeats of the oldest data or probe that has no answer yet, as the system counts them
   * @param ackMillis how long ago the last acknowledgement came
   */
  public boolean hasVanished(int repeats, long ackMillis) {
    boolean silent = repeats > 0 && ackMillis > lastAckMillis;
    unanswered = silent ? unanswered + 1 : 0;
    lastAckMillis = ackMillis;
    return unanswered >= SECONDS;
  }
}
