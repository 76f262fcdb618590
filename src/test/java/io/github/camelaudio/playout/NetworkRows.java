package io.github.camelaudio.playout;

import static io.github.camelaudio.playout.NetworkTrace.MILLI;

import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The table's rows of networks: jitter, stalls, loss, reordering. All at 48 kHz, 10 ms blocks. */
final class NetworkRows {

  private static final int BLOCK = 480;
  private static final int RATE = 48_000;
  private static final int BLOCKS = 6_000;
  private static final NetworkTrace.SenderClock EXACT = NetworkTrace.SenderClock.of(RATE, 0);
  private static final PlayoutSettings ADAPTIVE = new PlayoutSettings(0, 500, 5);

  private static final List<Simulation.Signal> SEAM_SIGNALS =
      List.of(Simulation.Signal.sine(437.3, RATE, 0.5), Sound.voice(), Sound.noise(8));

  /** The frame of a block that is looked at. */
  private static final int MIDDLE = BLOCK / 2;

  /** A block held for 60 ms at a speed of 0.4 % arrives so many frames before it was due. */
  private static final double WHILE_IT_MOVES = 12;

  /** So many blocks after it came, each one was played, or compressed. */
  private static final int COMPRESSED_WITHIN = 20;

  private NetworkRows() {}

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("perfect network, target 20 ms", NetworkRows::perfect));
    rows.add(new Row("jitter 0..15 ms, target 20 ms", NetworkRows::jitterFixed));
    rows.add(new Row("jitter 0..40 ms, adaptive, 60 s", NetworkRows::jitterAdaptive));
    rows.add(new Row("Wi-Fi stalls 120 ms/5 s, target 20 ms", NetworkRows::stallsFixed));
    rows.add(new Row("Wi-Fi stalls 120 ms/5 s for 60 s, adaptive", NetworkRows::stallsAdaptive));
    for (int burst : new int[] {1, 3}) {
      for (double share : new double[] {0.01, 0.05, 0.2}) {
        for (PlayoutSettings settings : List.of(fixed(20), ADAPTIVE)) {
          String held = settings.adaptive() ? "adaptive" : "target 20 ms";
          String name = String.format("loss %.0f %% in bursts of %d, %s", 100 * share, burst, held);
          rows.add(new Row(name, row -> loss(row, share, burst, settings)));
        }
      }
    }
    rows.add(new Row("first 450 ms in a burst, target 20 ms", NetworkRows::burstAtFirst));
    rows.add(new Row("the same, skipBacklog", NetworkRows::burstSkipped));
    rows.add(new Row("perfect network, adaptive, noise, 60 s", NetworkRows::perfectAdaptive));
    rows.add(new Row("reordered 10 %, repeated 5 %, target 40 ms", NetworkRows::reordered));
    return rows;
  }

  private static PlayoutSettings fixed(int millis) {
    return new PlayoutSettings(millis, 500, 5);
  }

  /** The frame of the output at which a block is due: its coming, the delay, and one period. */
  private static int due(Simulation simulation, long arrivalNanos, double delayMillis) {
    double nanos =
        arrivalNanos
            + delayMillis * MILLI
            + simulation.periodFrames * 1e9 / RATE
            - simulation.firstPullNanos;
    return (int) Math.rint(nanos * RATE / 1e9);
  }

  private static void perfect(Row row) {
    Simulation simulation = new Simulation(fixed(20));
    simulation.signal = Sound.noise(1);
    Sound sound = new Sound(BLOCKS * BLOCK + RATE, 1);
    simulation.run(trace(BLOCKS, NetworkTrace.none()), 1_000 * MILLI, sound);
    int first = due(simulation, 0, 20);
    int differing = differing(sound, simulation.signal, first, 240, BLOCKS * BLOCK - 240);
    int before = 0;
    for (int i = 0; i < first; i++) {
      before += sound.heard[i] == 0 ? 0 : 1;
    }
    row.must(differing == 0, "%d of %d frames differ", differing, BLOCKS * BLOCK - 480);
    row.must(before == 0, "%d frames sound before", before);
    row.must(sound.heard[first + 1] != 0, "delay is 20 ms to the frame");
    row.must(simulation.stats().concealedFrames() == 0, "none concealed");
  }

  private static NetworkTrace trace(int blocks, NetworkTrace.Path path) {
    return NetworkTrace.of(blocks, BLOCK, EXACT, path);
  }

  /** How many frames of the stream are not heard exactly as they were sent. */
  private static int differing(Sound sound, Simulation.Signal signal, int first, int from, int to) {
    int differing = 0;
    for (int i = from; i < to; i++) {
      differing += sound.heard[first + i] == (float) signal.at(i) ? 0 : 1;
    }
    return differing;
  }

  private static void jitterFixed(Row row) {
    Simulation simulation = new Simulation(fixed(20));
    simulation.run(trace(BLOCKS, NetworkTrace.jitter(1, 15)), 1_000 * MILLI, (f, n, at) -> {});
    PlayoutStats stats = simulation.stats();
    row.must(stats.concealedFrames() == 0, "%d concealed", stats.concealedFrames());
    row.must(stats.playedFrames() == (long) BLOCKS * BLOCK, "%d played", stats.playedFrames());
  }

  private static void jitterAdaptive(Row row) {
    Simulation simulation = new Simulation(ADAPTIVE);
    NetworkTrace trace = trace(BLOCKS, NetworkTrace.jitter(2, 40));
    simulation.run(trace, 1_000 * MILLI, (f, n, at) -> {});
    double concealed = 100.0 * simulation.stats().concealedFrames() / (BLOCKS * BLOCK);
    double[] delays = delays(simulation, trace);
    double mean = mean(delays, 0, delays.length);
    double end = mean(delays, delays.length - 1_000, delays.length);
    row.must(concealed < 0.5, "%.3f %% concealed", concealed);
    row.must(mean < 60, "mean delay %.1f ms", mean);
    // Its target is 41 to 43; a surplus of less than 12 ms is left to clocks, which take minutes.
    row.must(end > 39 && end < 55, "settles at %.1f ms", end);
  }

  /** How long each packet was on its way and then held together, in ms, in the order of coming. */
  private static double[] delays(Simulation simulation, NetworkTrace trace) {
    double[] delays = new double[trace.packets().size()];
    for (int i = 0; i < delays.length; i++) {
      NetworkTrace.Packet packet = trace.packets().get(i);
      double onItsWay =
          (packet.arrivalNanos() - EXACT.nanosAt((long) packet.index() * BLOCK)) / 1e6;
      delays[i] = onItsWay + simulation.told.get(i).reading().delayMillis();
    }
    return delays;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static NetworkTrace.Path stalls() {
    return NetworkTrace.stalls(3, 3, 120, 5_000, 60_000);
  }

  private static void stallsFixed(Row row) {
    Simulation simulation = new Simulation(fixed(20));
    simulation.signal = Sound.ramp();
    NetworkTrace trace = trace(BLOCKS, stalls());
    Sound sound = new Sound(BLOCKS * BLOCK, 1);
    simulation.run(trace, 1_000 * MILLI, sound);
    double worst = worstStall(simulation);
    row.must(worst <= 100 + 3, "the worst of 12 conceals %.1f ms", worst);
    double[] delays = delays(simulation, trace);
    double last = delays[delays.length - 1];
    row.must(Math.abs(last - 20) < 3.5, "delay afterwards %.1f ms", last);
    timeline(row, simulation, sound, trace, WHILE_IT_MOVES);
  }

  /** The most that was concealed from one half of a period to the next, in ms. */
  private static double worstStall(Simulation simulation) {
    double worst = 0;
    long before = 0;
    long window = 0;
    for (Simulation.Told told : simulation.told) {
      long now = (told.arrivalNanos() + 2_500 * MILLI) / (5_000 * MILLI);
      if (now != window) {
        window = now;
        worst = Math.max(worst, (told.reading().stats().concealedFrames() - before) / 48.0);
        before = told.reading().stats().concealedFrames();
      }
    }
    return worst;
  }

  private static void stallsAdaptive(Row row) {
    Simulation simulation = new Simulation(ADAPTIVE);
    NetworkTrace trace = trace(4 * BLOCKS, stalls());
    simulation.run(trace, 1_000 * MILLI, (f, n, at) -> {});
    double worst = worstStall(simulation);
    row.must(worst <= 120 - 20, "the worst of 12 conceals %.1f ms", worst);
    row.must(simulation.stats().lateFrames() == 0, "nothing that came was thrown away");
    double[] delays = delays(simulation, trace);
    double later = mean(delays, 4_000, 5_900);
    double end = mean(delays, delays.length - 1_000, delays.length);
    row.must(
        simulation.stats().concealedFrames() < 2 * 4_800,
        "all 12 together %.1f ms",
        simulation.stats().concealedFrames() / 48.0);
    row.must(later > 100 && later < 125, "held %.1f ms while they last", later);
    row.must(end < 15, "%.1f ms 3 minutes later", end);
  }

  private static void loss(Row row, double share, int burst, PlayoutSettings settings) {
    NetworkTrace.Path path = NetworkTrace.loss(4, share, burst, BLOCKS, NetworkTrace.none());
    NetworkTrace trace = trace(BLOCKS, path);
    long lost = (long) (BLOCKS - trace.packets().size()) * BLOCK;
    double worstSeam = Double.NEGATIVE_INFINITY;
    for (Simulation.Signal signal : SEAM_SIGNALS) {
      Simulation simulation = new Simulation(settings);
      simulation.signal = signal;
      Sound sound = new Sound(BLOCKS * BLOCK + RATE, 1);
      simulation.run(trace, 1_000 * MILLI, sound);
      double own = Sound.largestStep(clean(signal), 0, 20 * RATE);
      double heard = Sound.largestStep(sound.heard, 0, sound.heard.length);
      worstSeam = Math.max(worstSeam, Sound.decibels(heard / own));
    }
    Simulation simulation = new Simulation(settings);
    simulation.signal = Sound.ramp();
    Sound sound = new Sound(BLOCKS * BLOCK, 1);
    simulation.run(trace, 1_000 * MILLI, sound);
    long concealed = simulation.stats().concealedFrames();
    row.must(concealed == lost, "lost %d frames, concealed %d", lost, concealed);
    row.must(worstSeam <= 6, "largest step %+.1f dB of the signal's own", worstSeam);
    timeline(row, simulation, sound, trace, settings.adaptive() ? WHILE_IT_MOVES : 0.5);
  }

  private static float[] clean(Simulation.Signal signal) {
    float[] clean = new float[20 * RATE];
    for (int i = 0; i < clean.length; i++) {
      clean[i] = (float) signal.at(i);
    }
    return clean;
  }

  /**
   * Whether each packet that came, and whose predecessors did, is heard where its delay puts it,
   * but for those that were compressed on their way.
   *
   * @param tolerance in frames
   */
  private static void timeline(
      Row row, Simulation simulation, Sound sound, NetworkTrace trace, double tolerance) {
    BitSet came = new BitSet();
    trace.packets().forEach(packet -> came.set(packet.index()));
    double worst = 0;
    int looked = 0;
    for (int i = 0; i < trace.packets().size(); i++) {
      NetworkTrace.Packet packet = trace.packets().get(i);
      PlayoutTrace.Reading reading = simulation.told.get(i).reading();
      boolean whole = packet.index() > 2 && came.get(packet.index() - 1);
      whole &= compressed(simulation, i) == compressed(simulation, i + COMPRESSED_WITHIN);
      long position = (long) packet.index() * BLOCK;
      int frame = due(simulation, packet.arrivalNanos(), reading.delayMillis()) + MIDDLE;
      if (whole && reading.delayMillis() > 2 && frame < sound.heard.length) {
        looked++;
        double off = sound.positionAt(frame) - (position + MIDDLE);
        worst = Math.max(worst, Math.abs(off));
      }
    }
    row.must(
        looked > 100 && worst <= tolerance,
        "off its position by at most %.2f frames (of %d blocks)",
        worst,
        looked);
  }

  private static long compressed(Simulation simulation, int told) {
    int index = Math.min(told, simulation.told.size() - 1);
    return simulation.told.get(index).reading().stats().compressedFrames();
  }

  /** A sender that took 450 ms to connect. */
  private static void burst(Simulation simulation, Sound sound) {
    NetworkTrace.Path late = (index, sent) -> Math.max(0, 450 * MILLI - sent);
    simulation.run(trace(1_000, late), 1_000 * MILLI, sound);
  }

  /** A tone: nothing is cut, and it is at its target after 3 s. */
  private static void burstAtFirst(Row row) {
    Simulation simulation = new Simulation(new PlayoutSettings(20, 1_000, 5));
    simulation.signal = Simulation.Signal.sine(437.3, RATE, 0.5);
    Sound sound = new Sound(10 * RATE, 1);
    burst(simulation, sound);
    PlayoutStats stats = simulation.stats();
    double own = Sound.largestStep(clean(simulation.signal), 0, RATE);
    double step = Sound.decibels(Sound.largestStep(sound.heard, 0, sound.heard.length) / own);
    double delay = simulation.told.get(345).reading().delayMillis();
    double later = simulation.told.get(999).reading().delayMillis();
    row.must(stats.skippedFrames() + stats.cutFrames() == 0, "nothing cut");
    row.must(Math.abs(delay - 20) < 10, "delay 3 s after the burst %.1f ms", delay);
    row.must(Math.abs(later - 20) < 5, "and later %.1f ms", later);
    row.must(
        stats.compressedFrames() + stats.playedFrames() == 1_000L * BLOCK,
        "%.1f ms compressed",
        stats.compressedFrames() / 48.0);
    row.must(stats.restarts() == 0 && stats.concealedFrames() == 0, "%s", stats.troubles());
    row.must(step < 1, "largest step %+.1f dB of the signal's own", step);
  }

  /** Two seconds say little about a network, and what correlates with nothing is not compressed. */
  private static void perfectAdaptive(Row row) {
    Simulation simulation = new Simulation(ADAPTIVE);
    simulation.signal = Sound.noise(1);
    Sound sound = new Sound(BLOCKS * BLOCK + RATE, 1);
    simulation.run(trace(BLOCKS, NetworkTrace.none()), 1_000 * MILLI, sound);
    int first = due(simulation, 0, 60);
    int differing = differing(sound, simulation.signal, first, 240, 99 * RATE / 10);
    double target = simulation.told.get(950).reading().targetMillis();
    double fastest =
        simulation.told.stream().mapToDouble(told -> told.reading().speedPpm()).max().orElseThrow();
    row.must(differing == 0, "%d frames of ten seconds differ", differing);
    row.must(target == 60, "target %.0f ms for ten seconds", target);
    row.must(fastest <= 50, "at most %.0f ppm faster then", fastest);
    row.must(simulation.stats().troubles().equals("nothing missing"), "nothing missing");
  }

  private static void burstSkipped(Row row) {
    Simulation simulation = new Simulation(new PlayoutSettings(20, 1_000, 5, true));
    simulation.signal = Simulation.Signal.sine(437.3, RATE, 0.5);
    Sound sound = new Sound(10 * RATE, 1);
    burst(simulation, sound);
    PlayoutStats stats = simulation.stats();
    double own = Sound.largestStep(clean(simulation.signal), 0, RATE);
    double step = Sound.decibels(Sound.largestStep(sound.heard, 0, sound.heard.length) / own);
    double delay = simulation.told.get(100).reading().delayMillis();
    row.must(Math.abs(delay - 20) < 15, "delay a second later %.1f ms", delay);
    row.must(
        stats.skippedFrames() > 0 && stats.skippedFrames() <= 450 * 48,
        "%.1f ms of the burst skipped",
        stats.skippedFrames() / 48.0);
    row.must(stats.restarts() == 0 && stats.concealedFrames() == 0, "%s", stats.troubles());
    row.must(step < 1, "largest step %+.1f dB of the signal's own", step);
  }

  private static void reordered(Row row) {
    Simulation simulation = new Simulation(fixed(40));
    simulation.signal = Sound.noise(6);
    NetworkTrace.Path path = NetworkTrace.reordering(5, 0.1, 3, 10 * MILLI);
    NetworkTrace trace = trace(BLOCKS, path).withDuplicates(9, 0.05);
    Sound sound = new Sound(BLOCKS * BLOCK + RATE, 1);
    simulation.run(trace, 1_000 * MILLI, sound);
    PlayoutStats stats = simulation.stats();
    long repeats = (long) (trace.packets().size() - BLOCKS) * BLOCK;
    int first = due(simulation, trace.packets().get(0).arrivalNanos(), 40);
    int differing = differing(sound, simulation.signal, first, 240, BLOCKS * BLOCK - 240);
    row.must(stats.concealedFrames() == 0, "%d concealed", stats.concealedFrames());
    row.must(stats.repeatedFrames() == repeats, "%d repeated frames ignored", repeats);
    row.must(differing == 0, "%d frames differ from what was sent", differing);
  }
}
