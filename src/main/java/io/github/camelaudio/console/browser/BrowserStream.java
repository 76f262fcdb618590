package io.github.camelaudio.console.browser;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One browser's sound, from its connection to its end: each message becomes a block. One thread.
 *
 * <p>A sender that sends much faster than its sound plays would only fill queues. What comes may be
 * ahead of real time by a second (of what waited in a bad network), and on the average twice as
 * fast.
 */
final class BrowserStream {

  static final int MAX_MESSAGE_MILLIS = 100;

  private static final int MAX_SPEED = 2;
  private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PcmFormat format;
  private final AudioClock clock;
  private final long streamId;
  private int timestamp;
  private int sequence;
  private @Nullable AudioBlock latest;

  /** Until when what came would last at the highest speed, on the monotonic clock. */
  private long paidUntil;

  BrowserStream(PcmFormat format, long streamId, int timestamp, int sequence, AudioClock clock) {
    this.format = format;
    this.clock = clock;
    this.streamId = streamId;
    this.timestamp = timestamp;
    this.sequence = sequence;
    this.paidUntil = clock.nanoTime();
  }

  /**
   * The next block, captured just now.
   *
   * @param pcm the block's from now on
   * @throws IllegalArgumentException when it is too long, no whole number of frames, or too much
   */
  AudioBlock block(byte[] pcm) {
    int frames = pcm.length / format.bytesPerFrame();
    int most = format.framesOfMillis(MAX_MESSAGE_MILLIS);
    if (pcm.length == 0 || pcm.length % format.bytesPerFrame() != 0 || frames > most) {
      throw new IllegalArgumentException(
          pcm.length
              + " bytes in a message; allowed are whole frames of "
              + format.bytesPerFrame()
              + " bytes, 1 to "
              + most);
    }
    pay(frames);
    AudioBlock made =
        AudioBlock.builder(format)
            .streamId(streamId)
            .sequence(sequence)
            .timestamp(timestamp)
            .captureEpochNanos(clock.epochNanos() - format.nanosOfFrames(frames))
            .pcm(pcm);
    sequence++;
    timestamp += frames;
    latest = made;
    return made;
  }

  private void pay(int frames) {
    long now = clock.nanoTime();
    long from = paidUntil - now > 0 ? paidUntil : now;
    paidUntil = from + format.nanosOfFrames(frames) / MAX_SPEED;
    if (paidUntil - now > BURST_NANOS / MAX_SPEED) {
      throw new IllegalArgumentException(
          "more than " + MAX_SPEED + " times as much sound as there was time for");
    }
  }

  /** Eight hex digits, as its blocks say. */
  String name() {
    return AudioBlock.nameOf(streamId);
  }

  PcmFormat format() {
    return format;
  }

  /** The end of what came; null when nothing did. */
  @Nullable AudioBlock end() {
    return latest == null ? null : latest.end();
  }
}
