package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;

/**
 * One stream's way from packets to frames. The life of one: {@link #offer} from the threads of the
 * route, {@link #read} from the playout thread, until {@link #finished}.
 */
public interface StreamPlayout {

  /**
   * Files a block of this stream. Any thread; never waits.
   *
   * @param arrivalNanos when it came, on the monotonic clock of {@link #read}
   * @return false when there is no room now: a live block is then lost (and counted), another may
   *     be offered again
   */
  boolean offer(AudioBlock block, long arrivalNanos);

  /**
   * Writes this stream's next frames to {@code out}; what is missing is silence. Playout thread
   * only; never waits or allocates.
   *
   * @param out receives {@code frames * channels} samples of full scale -1..1, interleaved, in the
   *     channels of the mix; the caller's
   * @param nowNanos monotonic time
   * @return how many of these frames came from packets
   */
  int read(float[] out, int frames, long nowNanos);

  /** Whether the stream has ended (or fallen silent for too long) and all of it was read. */
  boolean finished();

  /** What has happened so far. Any thread. */
  PlayoutStats stats();
}
