package io.github.camelaudio.bench;

import io.github.camelaudio.bench.GStreamerPlayout.Outcome;
import io.github.camelaudio.bench.GStreamerPlayout.Way;
import io.github.camelaudio.playout.TraceRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What networks with jitter, stalls, loss and reordering make of a stream: through our playout, in
 * simulated time, and through GStreamer's rtpjitterbuffer, in real time; the very same packets.
 */
public final class JitterBufferBench {

  private static final int DEVICE_BUFFER_MILLIS = 40;
  private static final int ATTEMPTS = 2;

  private final GStreamerPlayout theirs;
  private final float[] noise;

  /** One network through GStreamer. */
  private record Row(TraceRun run, int latencyMillis, Outcome outcome) {}

  private JitterBufferBench(GStreamerPlayout theirs, float[] noise) {
    this.theirs = theirs;
    this.noise = noise;
  }

  /**
   * Prints the table, when all was measured.
   *
   * @param args seconds of each row, and the seed
   */
  public static void main(String[] args) throws Exception {
    int seconds = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    List<TraceRun> runs = TraceRun.all(seconds, seed);
    float[] noise = PlaceSignal.make(runs.get(0).packets() * TraceRun.PACKET_FRAMES, seed);
    float[] sine = new float[noise.length];
    for (int i = 0; i < sine.length; i++) {
      sine[i] = (float) TraceResult.sine(i);
    }
    List<Way> ways = GStreamerPlayout.installed();
    explain(seconds, seed, ways);
    long life = runs.size() * 3L * ATTEMPTS * (seconds + 30L);
    try (SoundServer sound = new SoundServer(List.of(), life)) {
      new JitterBufferBench(
              new GStreamerPlayout(sound, ways, noise, sine, DEVICE_BUFFER_MILLIS), noise)
          .measure(runs);
    }
    System.exit(0);
  }

  private static void explain(int seconds, long seed, List<Way> ways) {
    System.out.printf(
        """
        %d s of 48 kHz mono in packets of 10 ms each, seed %d, the same packets for all
        of which the first %d s and the last one are left out: GStreamer's sink settles
        ours: simulated time; GStreamer: real time, %s,
          rtpjitterbuffer do-lost=true, pulsesink with %d ms%s
        delay: from sent to heard, mean, without the device
        missing: of all sent frames those not heard (concealed, silent, cut; of what is blended, half);
          beyond: more than the network lost; counted: what our playout says itself
        off: heard beside the median delay by at most; jump: the delay changes at once by at most
        step: the largest step between samples of a sine of %.0f Hz over its own largest
        machine: what a stream from a perfect network missed meanwhile, and how late a packet was sent
        """,
        seconds,
        seed,
        TraceResult.START_SECONDS,
        Priority.words(),
        DEVICE_BUFFER_MILLIS,
        ways.contains(Way.CONCEALED) ? "" : " (no spanplc: gst-plugins-bad is not installed)",
        TraceResult.SINE_HZ);
  }

  private void measure(List<TraceRun> runs) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (TraceRun run : runs) {
      for (int latency : run.latenciesMillis()) {
        Row row = new Row(run, latency, leastDisturbed(run, latency));
        rows.add(row);
        System.err.printf(
            Locale.ROOT,
            "%s, GStreamer with %d ms: measured (device %.1f ms)%n",
            run.name(),
            latency,
            row.outcome.deviceMillis());
      }
    }
    double[] devices =
        rows.stream().mapToDouble(row -> row.outcome.deviceMillis()).sorted().toArray();
    double device = devices[devices.length / 2];
    System.out.printf(
        Locale.ROOT,
        "GStreamer's device: %.1f ms (median; %.1f to %.1f from one start to another, so its delays"
            + " are no more exact than that)%n%n",
        device,
        devices[0],
        devices[devices.length - 1]);
    System.out.printf("%-29s %-31s %s%n", "network", "through", TraceResult.heading());
    TraceRun before = null;
    for (Row row : rows) {
      if (!row.run.equals(before)) {
        printOurs(row.run);
        before = row.run;
      }
      row.outcome.results().forEach((way, result) -> printTheirs(row, way, result.sooner(device)));
    }
  }

  private Outcome leastDisturbed(TraceRun run, int latencyMillis) throws Exception {
    Outcome best = theirs.play(run, latencyMillis);
    for (int i = 1; i < ATTEMPTS && best.disturbed(); i++) {
      Outcome again = theirs.play(run, latencyMillis);
      best = again.latestMillis() < best.latestMillis() ? again : best;
    }
    return best;
  }

  private void printOurs(TraceRun run) {
    TraceRun.Played heardNoise =
        run.playOurs(frame -> frame < noise.length ? noise[(int) frame] : 0);
    TraceRun.Played heardSine = run.playOurs(TraceResult::sine);
    double zeroLag = -heardNoise.firstNanos() * (TraceRun.RATE_HZ / 1e9);
    TraceResult result =
        TraceResult.of(run, noise, heardNoise.samples(), heardSine.samples(), zeroLag);
    System.out.printf(
        Locale.ROOT,
        "%-29s %-31s %s  counted %.2f %%%n",
        run.name(),
        "ours, " + (run.adaptive() ? "adaptive" : run.targetMillis() + " ms"),
        result.line(),
        100.0 * heardNoise.concealedFrames() / noise.length);
  }

  private static void printTheirs(Row row, Way way, TraceResult result) {
    System.out.printf(
        Locale.ROOT,
        "%-29s %-31s %s  machine %.2f %%, %.1f ms%n",
        row.run.name(),
        "GStreamer, " + row.latencyMillis + " ms " + way.label(),
        result.line(),
        row.outcome.disturbedPercent(),
        row.outcome.latestMillis());
  }
}
