package io.github.camelaudio.flow;

/** Something that runs on a thread of its own. */
public interface Engine {

  /** The thread's whole life; returns soon after {@link #stop}. */
  void run();

  /** Any thread. */
  void stop();
}
