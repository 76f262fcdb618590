package io.github.camelaudio.console.api;

/** What sounds how loud, while somebody looks. One event loop. */
public interface LevelSource {

  /** Begins to measure, for the first who looks. */
  void start();

  /** Nobody looks any more: nothing is measured, and it costs nothing. */
  void stop();

  /**
   * {@code {outputs, streams, nodes}} as JSON; waves have what is new since the call before. Never
   * waits.
   */
  String next();
}
