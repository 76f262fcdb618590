package io.github.camelaudio.flow;

/** An endpoint where streams end: a run that ends gracefully waits until it has none open. */
public interface StreamSink {

  /** How many streams are being played, written or sent now. Any thread. */
  int openStreams();

  /** Whether what is open must come to its end however long it takes, because it can wait. */
  default boolean mustFinish() {
    return false;
  }

  /**
   * Whether some of a stream is still to be played, so that a route that has sent all of it waits
   * with its end. Any thread.
   */
  default boolean plays(long streamId) {
    return false;
  }
}
