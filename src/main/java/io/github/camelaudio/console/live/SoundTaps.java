package io.github.camelaudio.console.live;

/**
 * What the outputs of a context play, for who listens: levels and sound. An output that nobody
 * listens to has no tap, and costs nothing. Any thread.
 *
 * <p>A source is named {@code speaker:default} (the mix of an output), {@code
 * speaker:default/0a1b2c3d} (one stream of it), or {@code 0a1b2c3d} (the stream at the first output
 * that plays it).
 */
public interface SoundTaps {

  /** A listener's place; closing it twice does nothing. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Lets a listener hear a source from now on.
   *
   * @throws java.util.NoSuchElementException naming the source and those that there are
   */
  Subscription listen(String source, SoundListener listener);
}
