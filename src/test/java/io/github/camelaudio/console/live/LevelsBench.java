package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultExchange;

/**
 * What looking costs: levels of 64 streams of 48 kHz stereo and their mix with JSON ten times a
 * second, in percent of a core; and a note of a block at a node, in nanoseconds. Run it as a
 * program.
 */
public final class LevelsBench {

  private static final int STREAMS = 64;
  private static final int PERIOD = 480;
  private static final int SECONDS = 10;

  private LevelsBench() {}

  /** Measures three times; the first is the warm-up. */
  public static void main(String[] arguments) {
    for (int i = 0; i < 3; i++) {
      levels();
      nodes(false);
      nodes(true);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void levels() {
    FakeClock clock = new FakeClock();
    Map<String, Mixer> none = new HashMap<>();
    MixerTaps taps = new MixerTaps(() -> none, clock, loop -> {});
    Levels levels = new Levels(taps);
    LevelsJson json = new LevelsJson(levels, FlowLevels.install(new DefaultCamelContext()));
    OutputTap tap = new OutputTap(Studio.STEREO, new LongAdder());
    tap.room(STREAMS + 1);
    tap.want(true);
    float[] noise = noise();
    long copied = 0;
    long measured = 0;
    long written = 0;
    long characters = 0;
    for (int turn = 0; turn < SECONDS * 100; turn++) {
      long start = cpuNanos();
      for (int id = 0; id < STREAMS; id++) {
        tap.stream(id, noise, PERIOD);
      }
      tap.mix(noise, PERIOD);
      long afterCopy = cpuNanos();
      tap.drain(
          (id, position, samples, frames) ->
              levels.heard("speaker:default", id, Studio.STEREO, samples, frames));
      long afterMeasure = cpuNanos();
      if (turn % 10 == 9) {
        characters += json.next().length();
      }
      copied += afterCopy - start;
      measured += afterMeasure - afterCopy;
      written += cpuNanos() - afterMeasure;
    }
    System.out.printf(
        Locale.ROOT,
        "levels of %d streams: playout thread %.2f %%, console %.2f %%, JSON %.2f %% of a core, %d"
            + " characters an event%n",
        STREAMS,
        percent(copied),
        percent(measured),
        percent(written),
        characters / (SECONDS * 10));
  }

  private static double percent(long nanos) {
    return nanos / (SECONDS * 1e7);
  }

  private static float[] noise() {
    Random random = new Random(1);
    float[] noise = new float[2 * PERIOD];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (random.nextDouble() - 0.5);
    }
    return noise;
  }

  private static void nodes(boolean looked) {
    DefaultCamelContext context = new DefaultCamelContext();
    FlowLevels flow = FlowLevels.install(context);
    AsyncProcessor nothing = AsyncProcessorConverterHelper.convert(exchange -> {});
    AsyncProcessor noting =
        (AsyncProcessor)
            flow.wrapProcessorInInterceptors(
                context, new org.apache.camel.model.ToDefinition("mock:x"), nothing, null);
    SoundTaps.Subscription looking = looked ? flow.subscribe() : () -> {};
    Exchange exchange = new DefaultExchange(context);
    AudioBlock[] blocks = new AudioBlock[64];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = AudioBlock.builder(PcmFormat.DEFAULT).pcm(new byte[4 * PERIOD]);
    }
    int rounds = 300_000;
    long plain = timed(nothing, exchange, blocks, rounds);
    long noted = timed(noting, exchange, blocks, rounds);
    looking.close();
    System.out.printf(
        Locale.ROOT,
        "a node%s: %.0f ns more than the %.0f ns without%n",
        looked ? " that somebody looks at" : "",
        (noted - plain) / (double) rounds,
        plain / (double) rounds);
  }

  private static long timed(
      AsyncProcessor processor, Exchange exchange, AudioBlock[] blocks, int rounds) {
    long start = cpuNanos();
    for (int i = 0; i < rounds; i++) {
      exchange.getMessage().setBody(blocks[i & 63]);
      processor.process(exchange, doneSync -> {});
    }
    return cpuNanos() - start;
  }
}
