package io.github.camelaudio.playout;

/**
 * Sees what a {@link Mixer} plays. Called on the playout thread: must neither wait nor allocate,
 * and must not keep the arrays.
 */
public interface MixTap {

  /**
   * A stream's next frames as they go into the mix, after its gain.
   *
   * @param samples {@code frames * channels} of full scale -1..1, interleaved, in the channels and
   *     rate of the mix
   */
  void stream(long streamId, float[] samples, int frames);

  /** The mix's next frames as they are played, after the limiter; also when nothing plays. */
  void mix(float[] samples, int frames);
}
