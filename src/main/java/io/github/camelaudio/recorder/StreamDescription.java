package io.github.camelaudio.recorder;

/** What a route can say of the stream whose first block it brings; asked once. */
public interface StreamDescription {

  /** What its files are to be called. */
  String fileName();

  /** Where it comes from, for people: empty, or such as {@code " from 192.168.1.20:4711"}. */
  String source();
}
