package io.github.camelaudio.bench;

import io.github.camelaudio.audio.AudioBlock;
import java.nio.file.Path;
import java.util.Arrays;
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
    // By how much each block left later than its place in the file says, from an arbitrary origin.
    long[] offsets = new long[seconds * 100 + 2];
    int[] blocks = {0};
    long[] frames = {0};
    CountDownLatch end = new CountDownLatch(1);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("wav:" + file)
                  .process(
                      exchange -> {
                        AudioBlock block = exchange.getIn().getBody(AudioBlock.class);
                        long due = Tone.FORMAT.nanosOfFrames(frames[0]);
                        offsets[blocks[0]++] = System.nanoTime() - due;
                        frames[0] += block.frames();
                        if (block.last()) {
                          end.countDown();
                        }
                      });
            }
          });
      context.start();
      end.await();
    }
    // The punctual blocks say when the file began; the first one, still cold, is not among them.
    long began = Arrays.stream(offsets, 0, blocks[0]).min().orElseThrow();
    Histogram lateMicros = new Histogram(3);
    Arrays.stream(offsets, 0, blocks[0])
        .forEach(offset -> lateMicros.recordValue((offset - began) / 1_000));
    double took = seconds + (offsets[blocks[0] - 1] - began) / 1e9;
    System.out.printf(
        "pacing: a file of %d s took %.4f s; a block leaves after its due time by"
            + " (ms): median %.3f, 99 %% %.3f, max %.3f%n",
        seconds,
        took,
        lateMicros.getValueAtPercentile(50) / 1e3,
        lateMicros.getValueAtPercentile(99) / 1e3,
        lateMicros.getMaxValue() / 1e3);
    System.exit(0);
  }
}
