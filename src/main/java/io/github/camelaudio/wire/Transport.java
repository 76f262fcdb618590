package io.github.camelaudio.wire;

/** What carries packets from one machine to another. */
public enum Transport {
  /** A byte stream: nothing is lost, and a sender waits for a slow receiver. */
  TCP,
  /** Datagrams: any may be lost, and nothing waits. */
  UDP
}
