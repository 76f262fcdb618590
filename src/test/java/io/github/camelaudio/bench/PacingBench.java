package io.github.camelaudio.bench;

import io.github.camelaudio.audio.AudioBlock;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** How truly a paced file keeps time: against the clock as a whole, and block by block. */
public final class PacingBench {

  private PacingBench() {}

  /**
   * Plays a file of so many seconds.
   *
   * @param args seconds
   */
  public static void main(String[] args) throws Exception {
    int seconds = Integer.parseInt(args[0]);
    Path file = Tone.write(seconds);
    Histogram lateMicros = new Histogram(3);
    CountDownLatch end = new CountDownLatch(1);
    long[] times = new long[3]; // first block, latest block, frames before it
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("wav:" + file)
                  .process(
                      exchange -> {
                        AudioBlock block = exchange.getIn().getBody(AudioBlock.class);
                        long now = System.nanoTime();
                        if (times[0] == 0) {
                          times[0] = now;
                        }
                        long due = times[0] + Tone.FORMAT.nanosOfFrames(times[2]);
                        lateMicros.recordValue(Math.max(0, (now - due) / 1_000));
                        times[1] = now;
                        times[2] += block.frames();
                        if (block.last()) {
                          end.countDown();
                        }
                      });
            }
          });
      context.start();
      end.await();
    }
    System.out.printf(
        "pacing: a file of %d s took %.4f s; a block leaves after its due time by"
            + " (ms): median %.3f, 99 %% %.3f, max %.3f%n",
        seconds,
        (times[1] - times[0]) / 1e9,
        lateMicros.getValueAtPercentile(50) / 1e3,
        lateMicros.getValueAtPercentile(99) / 1e3,
        lateMicros.getMaxValue() / 1e3);
    System.exit(0);
  }
}
