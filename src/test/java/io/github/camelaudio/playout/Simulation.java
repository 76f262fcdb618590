package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream, a network and a device, played through in simulated time. */
public final class Simulation implements Mixer.Listener {

  /** A signal by its frame, full scale -1..1. */
  public interface Signal {
    double at(long frame);

    /** Its frames from a position on, the same in all channels. */
    default byte[] pcm(PcmFormat format, long position, int frames) {
      float[] samples = new float[frames * format.channels()];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) at(position + i / format.channels());
      }
      byte[] pcm = new byte[frames * format.bytesPerFrame()];
      Samples.encode(format.encoding(), samples, 0, pcm, 0, samples.length);
      return pcm;
    }

    static Signal sine(double hz, int rateHz, double amplitude) {
      return frame -> amplitude * Math.sin(2 * Math.PI * hz * frame / rateHz);
    }
  }

  /** Gets what the device is given. */
  interface Ear {
    /**
     * Hears the next frames.
     *
     * @param atNanos when the device asked for it
     */
    void hear(float[] frames, int count, long atNanos);
  }

  /** What is told of one block. */
  record Told(long arrivalNanos, PlayoutTrace.Reading reading, PlayoutTrace.Event event) {}

  static final long STREAM = 0x1234;

  PcmFormat format = new PcmFormat(48_000, 1, Encoding.F32);
  PcmFormat mix = new PcmFormat(48_000, 1, Encoding.F32);
  int blockFrames = 480;
  int periodFrames = 240;
  long firstPullNanos = 1_300_000;
  int firstTimestamp = -5_000;
  boolean keepTold = true;
  boolean ends = true;

  /** The signal's period is a block: its samples need not be made again for each. */
  boolean blocksAreAlike;

  Signal signal = Signal.sine(1_000, 48_000, 0.5);
  private byte[] pcmOfAll = {};
  final List<Told> told = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  final Mixer mixer;
  private final PlayoutSettings settings;

  /** One that only listens. */
  Simulation() {
    this(new PlayoutSettings(20, 500, 5));
  }

  Simulation(PlayoutSettings settings) {
    this.settings = settings;
    this.mixer = newMixer();
  }

  private Mixer newMixer() {
    return new Mixer(
        mix,
        settings,
        this,
        new PlayoutTrace() {
          @Override
          public void block(AudioBlock block, long arrival, Reading reading, Event event) {
            if (keepTold) {
              told.add(new Told(arrival, reading, event));
            }
          }

          @Override
          public void ended(long streamId, long nowNanos) {}

          @Override
          public void stalled(StallCause cause, long nanos, long nowNanos) {}
        });
  }

  @Override
  public void began(AudioBlock block) {
    said.add("began");
  }

  @Override
  public void restarted(long streamId, String reason) {
    said.add("restarted: " + reason);
  }

  @Override
  public void ended(long streamId, PlayoutStats stats) {
    said.add("ended");
  }

  @Override
  public void refused(AudioBlock block, String reason) {
    said.add("refused: " + reason);
  }

  /** Plays all packets, and goes on so long after the last one. */
  void run(NetworkTrace trace, long afterNanos, Ear ear) {
    List<NetworkTrace.Packet> packets = trace.packets();
    long end = packets.get(packets.size() - 1).arrivalNanos() + afterNanos;
    float[] out = new float[periodFrames * mix.channels()];
    int next = 0;
    int lastIndex =
        ends ? packets.stream().mapToInt(NetworkTrace.Packet::index).max().orElse(0) : -1;
    long now = firstPullNanos;
    for (long pull = 0; now <= end; pull++) {
      while (next < packets.size() && packets.get(next).arrivalNanos() <= now) {
        NetworkTrace.Packet packet = packets.get(next++);
        mixer.accept(block(packet.index(), packet.index() == lastIndex), packet.arrivalNanos());
      }
      mixer.read(out, periodFrames, now);
      ear.hear(out, periodFrames, now);
      now = firstPullNanos + Math.round((pull + 1) * 1e9 * periodFrames / mix.sampleRateHz());
    }
  }

  AudioBlock block(int index, boolean last) {
    return block(index, (long) index * blockFrames, blockFrames, last);
  }

  AudioBlock block(int index, long position, int frames, boolean last) {
    if (!blocksAreAlike || pcmOfAll.length == 0) {
      pcmOfAll = signal.pcm(format, position, frames);
    }
    return AudioBlock.builder(format)
        .streamId(STREAM)
        .sequence(index & 0xFFFF)
        .timestamp(firstTimestamp + (int) position)
        .last(last)
        .pcm(pcmOfAll);
  }

  PlayoutStats stats() {
    return mixer.stats();
  }

  @Nullable Told lastTold() {
    return told.isEmpty() ? null : told.get(told.size() - 1);
  }
}
