package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.stats.PlayoutStats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** Outputs in simulated time, with streams of any signal: 10 ms are played at once. */
final class Studio implements Supplier<Map<String, Mixer>> {

  static final PcmFormat STEREO = new PcmFormat(48_000, 2, Encoding.F32);
  static final int PERIOD = 480;

  final FakeClock clock = new FakeClock();
  final Map<String, Mixer> mixers = new TreeMap<>();
  private final Map<String, Map<Long, DoubleUnaryOperator>> voices = new TreeMap<>();
  private long periods;

  /** Begins an output, or begins it again. */
  Mixer start(String output) {
    Mixer mixer = new Mixer(STEREO, new PlayoutSettings(5, 500, 1), new Silent(), null);
    mixers.put(output, mixer);
    return mixer;
  }

  @Override
  public Map<String, Mixer> get() {
    return new TreeMap<>(mixers);
  }

  /** A stream of one level in both channels. */
  void speak(String output, long streamId, double level) {
    sing(output, streamId, seconds -> level);
  }

  void sing(String output, long streamId, DoubleUnaryOperator signal) {
    voices.computeIfAbsent(output, name -> new TreeMap<>()).put(streamId, signal);
  }

  /** A stream sends no more. */
  void stop(String output, long streamId) {
    voices.getOrDefault(output, new TreeMap<>()).remove(streamId);
  }

  /** Plays so many times 10 ms on all outputs; after each, the console does its turn. */
  void play(int times, Runnable turn) {
    float[] out = new float[PERIOD * STEREO.channels()];
    for (int i = 0; i < times; i++) {
      mixers.forEach(
          (output, mixer) -> {
            voices
                .getOrDefault(output, Map.of())
                .forEach((id, signal) -> mixer.accept(block(id, signal), clock.nanoTime()));
            mixer.read(out, PERIOD, clock.nanoTime());
          });
      periods++;
      clock.advanceMillis(10);
      turn.run();
    }
  }

  private AudioBlock block(long streamId, DoubleUnaryOperator signal) {
    ByteBuffer pcm =
        ByteBuffer.allocate(PERIOD * STEREO.bytesPerFrame()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PERIOD; i++) {
      float sample = (float) signal.applyAsDouble((periods * PERIOD + i) / 48_000.0);
      pcm.putFloat(sample).putFloat(sample);
    }
    return AudioBlock.builder(STEREO)
        .streamId(streamId)
        .timestamp((int) (periods * PERIOD))
        .pcm(pcm.array());
  }

  private static final class Silent implements Mixer.Listener {
    @Override
    public void began(AudioBlock block) {}

    @Override
    public void restarted(long streamId, String reason) {}

    @Override
    public void ended(long streamId, PlayoutStats stats) {}

    @Override
    public void refused(AudioBlock block, String reason) {}
  }
}
