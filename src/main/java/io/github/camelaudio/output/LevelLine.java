package io.github.camelaudio.output;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows one stream's level and position as a line of text: on a terminal ten times a second in
 * place, elsewhere a line a second. Any thread.
 */
public final class LevelLine {

  private static final int BAR = 24;
  private static final double FLOOR_DB = -60;
  private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PrintStream out;
  private final boolean terminal;
  private final AudioClock clock;

  private float[] samples = new float[0];
  private float peak;
  private long frames;
  private long lastShownNanos;
  private boolean shown;

  /**
   * Shows nothing yet.
   *
   * @param terminal whether a line may be written over
   */
  public LevelLine(PrintStream out, boolean terminal, AudioClock clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  /**
   * Takes the stream's next block.
   *
   * @param totalFrames how long the stream is; null when nobody knows
   */
  public synchronized void add(AudioBlock block, @Nullable Long totalFrames) {
    measure(block);
    long now = clock.nanoTime();
    if (block.last()) {
      end();
    } else if (!shown || now - lastShownNanos >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
      lastShownNanos = now;
      shown = true;
      show(block.format(), totalFrames);
    }
  }

  private void measure(AudioBlock block) {
    int count = block.frames() * block.format().channels();
    if (samples.length < count) {
      samples = new float[count];
    }
    block.decode(0, block.frames(), samples, 0);
    for (int i = 0; i < count; i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    frames += block.frames();
  }

  private void show(PcmFormat format, @Nullable Long totalFrames) {
    String progress = time(format, frames);
    if (totalFrames != null) {
      progress += " of " + time(format, totalFrames);
    }
    String line = progress + "  " + bar(peak);
    if (terminal) {
      out.print("\r" + line);
      out.flush();
    } else {
      out.println(line);
    }
    peak = 0;
  }

  private void end() {
    if (terminal && shown) {
      out.println();
    }
    frames = 0;
    peak = 0;
    shown = false;
  }

  /** A bar of 24 signs and the level, from -60 dB to full scale. */
  public static String bar(float peak) {
    double db = Math.max(FLOOR_DB, 20 * Math.log10(Math.max(peak, 1e-9)));
    long filled = Math.round(BAR * (db - FLOOR_DB) / -FLOOR_DB);
    int drawn = (int) Math.max(0, Math.min(BAR, filled));
    return "|" + "#".repeat(drawn) + " ".repeat(BAR - drawn) + "| " + String.format("%4.0f dB", db);
  }

  /** A position as minutes, seconds and tenths. */
  public static String time(PcmFormat format, long frames) {
    long tenths = frames * 10 / format.sampleRateHz();
    return String.format("%02d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
  }
}
