package io.github.camelaudio.flow;

/** An endpoint that is slow to start: it takes sound at once, but is not ready to play it. */
public interface Settling {

  /** Whether it is ready, or is known not to become so soon. Any thread. */
  boolean isSettled();
}
