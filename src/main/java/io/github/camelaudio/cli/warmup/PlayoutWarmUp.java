package io.github.camelaudio.cli.warmup;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.stats.PlayoutStats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * Plays made-up streams in simulated time, faster than they sound: some come with a backlog, which
 * is compressed, some from a faster clock, which is resampled, and of all a packet is missing now
 * and then, which is concealed. A receiver needs that code most when many streams begin at once.
 */
final class PlayoutWarmUp {

  private static final PcmFormat FORMAT = new PcmFormat(48_000, 2, Encoding.S16);
  private static final int STREAMS = 8;
  private static final int BLOCK_FRAMES = 240;
  private static final int PERIOD_FRAMES = 480;
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int PERIODS = 1_000;
  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final int BACKLOG_BLOCKS = 60;
  private static final int LOSE_EVERY = 20;
  private static final double FAST = 1.0003;
  private static final double PITCH_FRAMES = 240;
  private static final int LOUD = 8_000;

  private final Mixer mixer =
      new Mixer(
          FORMAT,
          new PlayoutSettings(PlayoutSettings.ADAPTIVE, 1_000, 5, false),
          new Unheard(),
          null);
  private final byte[] tone = tone();
  private final int[] sent = new int[STREAMS];

  private PlayoutWarmUp() {}

  /** Takes a second and a half at most. */
  static void run() {
    new PlayoutWarmUp().play();
  }

  private void play() {
    long end = System.nanoTime() + MAX_NANOS;
    float[] out = new float[PERIOD_FRAMES * FORMAT.channels()];
    for (int period = 0; period < PERIODS && System.nanoTime() < end; period++) {
      long now = period * PERIOD_NANOS;
      for (int stream = 0; stream < STREAMS; stream++) {
        send(stream, now);
      }
      mixer.read(out, PERIOD_FRAMES, now);
    }
  }

  /** Brings a stream's blocks that are due. */
  private void send(int stream, long now) {
    double clock = stream % 2 == 0 ? 1 : FAST;
    int backlog = stream < STREAMS / 2 ? BACKLOG_BLOCKS : 0;
    double due = backlog + now * clock * FORMAT.sampleRateHz() / 1e9 / BLOCK_FRAMES;
    for (; sent[stream] <= due; sent[stream]++) {
      int number = sent[stream];
      if ((number + stream) % LOSE_EVERY != 0) {
        AudioBlock block =
            AudioBlock.builder(FORMAT)
                .streamId(stream)
                .sequence(number)
                .timestamp(number * BLOCK_FRAMES)
                .live(true)
                .pcm(tone);
        mixer.accept(block, now);
      }
    }
  }

  private static byte[] tone() {
    ByteBuffer pcm =
        ByteBuffer.allocate(BLOCK_FRAMES * FORMAT.bytesPerFrame()).order(ByteOrder.LITTLE_ENDIAN);
    for (int frame = 0; frame < BLOCK_FRAMES; frame++) {
      short sample = (short) (LOUD * Math.sin(2 * Math.PI * frame / PITCH_FRAMES));
      pcm.putShort(sample).putShort(sample);
    }
    return pcm.array();
  }

  /** These streams are not logged. */
  private static final class Unheard implements Mixer.Listener {

    @Override
    public void began(AudioBlock block) {
      // Not logged.
    }

    @Override
    public void restarted(long streamId, String reason) {
      // Not logged.
    }

    @Override
    public void ended(long streamId, PlayoutStats stats) {
      // Not logged.
    }

    @Override
    public void refused(AudioBlock block, String reason) {
      // Not logged.
    }
  }
}
