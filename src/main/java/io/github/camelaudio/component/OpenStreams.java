package io.github.camelaudio.component;

/** An endpoint that ends streams: a run that ends gracefully waits until it has none open. */
public interface OpenStreams {

  /** How many streams are being played or written now. Any thread. */
  int openStreams();
}
