package io.github.camelaudio.component.meter;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.AudioHeaders;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Shows the level of what passes, and how far it has come: on a terminal a line that moves, else
 * one line a second. As a bean of a route: {@code .process("levelMeter")}. Changes nothing.
 *
 * <pre>
 * 00:02.4 of 00:06.1  |##########              |  -21 dB
 * </pre>
 */
public final class LevelMeter implements Processor {

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

  /** A meter on standard error, where the log is, so that standard output stays free for sound. */
  @SuppressWarnings("SystemConsoleNull") // on JDK 17, no console means no terminal
  public LevelMeter() {
    this(System.err, System.console() != null, SystemClock.INSTANCE);
  }

  LevelMeter(PrintStream out, boolean terminal, AudioClock clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public synchronized void process(Exchange exchange) {
    if (exchange.getIn().getBody() instanceof AudioBlock block) {
      measure(block);
      long now = clock.nanoTime();
      if (block.last()) {
        end();
      } else if (!shown || now - lastShownNanos >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
        lastShownNanos = now;
        shown = true;
        show(block.format(), exchange.getIn().getHeader(AudioHeaders.TOTAL_FRAMES, Long.class));
      }
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

  static String bar(float peak) {
    double db = Math.max(FLOOR_DB, 20 * Math.log10(Math.max(peak, 1e-9)));
    long filled = Math.round(BAR * (db - FLOOR_DB) / -FLOOR_DB);
    int drawn = (int) Math.max(0, Math.min(BAR, filled));
    return "|" + "#".repeat(drawn) + " ".repeat(BAR - drawn) + "| " + String.format("%4.0f dB", db);
  }

  static String time(PcmFormat format, long frames) {
    long tenths = frames * 10 / format.sampleRateHz();
    return String.format("%02d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
  }
}
