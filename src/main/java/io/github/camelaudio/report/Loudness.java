package io.github.camelaudio.report;

/**
 * Loudness after ITU-R BS.1770-5, annex 1, of sound that comes piece by piece: momentary (400 ms)
 * every 100 ms, and integrated, over all of it. Room is fixed, whatever the length. One thread.
 */
final class Loudness {

  /** Hears each momentary value. */
  interface Listener {
    /**
     * Takes a value, in the thread that brought its last frames.
     *
     * @param endFrame the frame after the 400 ms, counted from 0
     * @param lufs minus infinity for silence
     */
    void momentary(long endFrame, double lufs);
  }

  private final MomentaryLoudness blocks;
  private final Listener listener;
  private final GateHistogram gate = new GateHistogram();
  private double maxMomentary = Double.NEGATIVE_INFINITY;

  /**
   * @param rateHz at least {@link MomentaryLoudness#MIN_RATE_HZ}
   */
  Loudness(int rateHz, int channels, Listener listener) {
    this.listener = listener;
    this.blocks = new MomentaryLoudness(rateHz, channels, this::block);
  }

  private void block(long endFrame, double energy) {
    gate.add(energy);
    double lufs = MomentaryLoudness.lufs(energy);
    maxMomentary = Math.max(maxMomentary, lufs);
    listener.momentary(endFrame, lufs);
  }

  /**
   * Takes what follows. Allocates nothing.
   *
   * @param in interleaved samples of full scale -1..1, finite
   * @param fromFrame the first to take
   */
  void add(float[] in, int fromFrame, int count) {
    blocks.add(in, fromFrame, count);
  }

  /** Takes silence, however long, in the time of two seconds of it at most. */
  void addSilence(long count) {
    blocks.addSilence(count);
  }

  /** Loudness of the latest 400 ms, at steps of 100 ms; minus infinity of silence or too little. */
  double momentaryLufs() {
    return blocks.lufs();
  }

  double maxMomentaryLufs() {
    return maxMomentary;
  }

  /** Loudness of all until now; minus infinity when nothing passed the gates. */
  double integratedLufs() {
    return MomentaryLoudness.lufs(gate.gatedMean());
  }
}
