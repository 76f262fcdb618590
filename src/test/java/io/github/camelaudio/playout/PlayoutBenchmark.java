package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the playout costs: each call is 10 ms of sound, so that 100 us are one percent of a core. At
 * a drift of 0 ppm a stream of the mix's rate is played bit for bit, at 100 it is resampled. {@code
 * blocks} makes the blocks and nothing else: what it takes, and allocates, is not the playout's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class PlayoutBenchmark {

  private static final int BLOCK = 480;
  private static final PcmFormat MIX = new PcmFormat(48_000, 2, Encoding.S16);

  /** How many streams play at once. */
  @Param({"1", "128"})
  public int streams;

  /** The senders' rate. */
  @Param({"48000", "44100"})
  public int rateHz;

  /** How much faster the senders' clocks are, in parts per million. */
  @Param({"0", "100"})
  public int driftPpm;

  private PcmFormat format = MIX;
  private int blockFrames;
  private byte[] pcm = {};
  private Mixer mixer = newMixer();
  private final float[] out = new float[BLOCK * 2];
  private double nextSentNanos;
  private long nowNanos;
  private int sent;

  private static Mixer newMixer() {
    return new Mixer(MIX, new PlayoutSettings(20, 500, 5), new Simulation(), null);
  }

  /** Plays a minute, after which the clocks are matched and every buffer has its size. */
  @Setup
  public void settle() {
    format = new PcmFormat(rateHz, 2, Encoding.S16);
    blockFrames = rateHz / 100;
    pcm = new byte[blockFrames * format.bytesPerFrame()];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (byte) (i * 31);
    }
    mixer = newMixer();
    for (int i = 0; i < 6_000; i++) {
      playout();
    }
  }

  /** Blocks in, frames out. */
  @Benchmark
  public float[] playout() {
    for (; nextSentNanos <= nowNanos; nextSentNanos += 1e7 / (1 + driftPpm * 1e-6), sent++) {
      for (int stream = 0; stream < streams; stream++) {
        mixer.accept(block(stream), (long) nextSentNanos);
      }
    }
    mixer.read(out, BLOCK, nowNanos);
    nowNanos += 10_000_000;
    return out;
  }

  /** Only the blocks. */
  @Benchmark
  public AudioBlock blocks() {
    AudioBlock last = block(0);
    for (int stream = 1; stream < streams; stream++) {
      last = block(stream);
    }
    sent++;
    return last;
  }

  private AudioBlock block(int stream) {
    return AudioBlock.builder(format)
        .streamId(stream)
        .sequence(sent)
        .timestamp(sent * blockFrames)
        .pcm(pcm);
  }
}
