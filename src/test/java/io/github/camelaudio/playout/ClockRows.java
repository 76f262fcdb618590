package io.github.camelaudio.playout;

import static io.github.camelaudio.playout.NetworkTrace.MILLI;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.playout.stats.PlayoutStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table's rows of clocks: drift, steps, pauses, restarts, wraps. */
final class ClockRows {

  private static final int BLOCK = 480;
  private static final int RATE = 48_000;
  static final int HOUR_MINUTES = 60;
  private static final int MINUTE_BLOCKS = 6_000;
  private static final int FAST_PPM = 500;
  private static final int SETTLED_SECONDS = 300;
  private static final PlayoutSettings HELD_20 = new PlayoutSettings(20, 500, 5);

  private ClockRows() {}

  /**
   * All of them.
   *
   * @param minutes how long the slower clocks drift; the fastest twice as long, an hour at most
   */
  static List<Row> all(int minutes) {
    List<Row> rows = new ArrayList<>();
    for (int ppm : new int[] {50, -50, 100, -100, FAST_PPM, -FAST_PPM}) {
      int of = Math.abs(ppm) == FAST_PPM ? Math.min(HOUR_MINUTES, 2 * minutes) : minutes;
      rows.add(
          new Row(
              String.format("clock %+d ppm, %d minutes, target 20 ms", ppm, of),
              row -> drift(row, ppm, of)));
    }
    rows.add(new Row("clock steps from +200 to -200 ppm", ClockRows::rateStep));
    rows.add(new Row("timestamps step by 1 s", ClockRows::timestampStep));
    rows.add(new Row("sender pauses 10 s, idleSeconds 5", row -> pause(row, 5)));
    rows.add(new Row("sender pauses 10 s, idleSeconds 30", row -> pause(row, 30)));
    rows.add(new Row("sender restarts with a new id", ClockRows::newId));
    rows.add(new Row("timestamp and sequence wrap", ClockRows::wrap));
    return rows;
  }

  /** An ear that keeps a second now and then, and the largest step of all. */
  private static final class Hour implements Simulation.Ear {
    final List<float[]> seconds = new ArrayList<>();
    private final float[] second = new float[RATE];
    private int filled;
    private int number;
    private float before;
    double largestStep;

    @Override
    public void hear(float[] frames, int count, long atNanos) {
      for (int i = 0; i < count; i++) {
        largestStep = Math.max(largestStep, Math.abs(frames[i] - before));
        before = frames[i];
        second[filled++] = frames[i];
        if (filled == RATE) {
          filled = 0;
          if (number >= SETTLED_SECONDS && number % 600 == 590) {
            seconds.add(second.clone());
          }
          number++;
        }
      }
    }
  }

  private static void drift(Row row, int ppm, int minutes) {
    Simulation simulation = new Simulation(HELD_20);
    simulation.signal = Sound.kilohertz();
    simulation.blocksAreAlike = true; // 480 frames are ten periods
    NetworkTrace.SenderClock clock = NetworkTrace.SenderClock.of(RATE, ppm);
    NetworkTrace trace =
        NetworkTrace.of(minutes * MINUTE_BLOCKS, BLOCK, clock, NetworkTrace.none());
    Hour hour = new Hour();
    simulation.run(trace, 100 * MILLI, hour);
    PlayoutStats stats = simulation.stats();
    double off =
        simulation.told.stream()
            .filter(told -> told.arrivalNanos() > SETTLED_SECONDS * 1_000 * MILLI)
            .mapToDouble(told -> Math.abs(told.reading().delayMillis() - 20))
            .max()
            .orElseThrow();
    double worst = Double.NEGATIVE_INFINITY;
    for (float[] second : hour.seconds) {
      double hz = 1_000 * (1 + ppm * 1e-6);
      worst = Math.max(worst, Sound.noiseAndDistortion(second, 0, RATE, hz, RATE));
    }
    double step = Sound.decibels(hour.largestStep / (0.5 * 2 * Math.sin(Math.PI / 48)));
    row.must(stats.concealedFrames() == 0 && stats.underruns() == 0, "no underrun");
    row.must(step < 0.1, "no glitch (largest step %+.2f dB)", step);
    row.must(off < 1, "delay within %.2f ms of 20", off);
    row.must(worst < -90, "THD+N %.1f dB (worst of %d seconds)", worst, hour.seconds.size());
  }

  private static void rateStep(Row row) {
    Simulation simulation = new Simulation(HELD_20);
    simulation.signal = Sound.kilohertz();
    NetworkTrace.SenderClock fast = NetworkTrace.SenderClock.of(RATE, 200);
    NetworkTrace.SenderClock slow = NetworkTrace.SenderClock.of(RATE, -200);
    long half = 12_000L * BLOCK;
    NetworkTrace.SenderClock stepping =
        position ->
            position <= half
                ? fast.nanosAt(position)
                : fast.nanosAt(half) + slow.nanosAt(position - half);
    Hour hour = new Hour();
    simulation.run(
        NetworkTrace.of(24_000, BLOCK, stepping, NetworkTrace.none()), 100 * MILLI, hour);
    PlayoutStats stats = simulation.stats();
    Simulation.Told last = simulation.told.get(simulation.told.size() - 1);
    double step = Sound.decibels(hour.largestStep / (0.5 * 2 * Math.sin(Math.PI / 48)));
    row.must(stats.troubles().equals("nothing missing"), "%s", stats.troubles());
    row.must(step < 0.1, "no glitch (largest step %+.2f dB)", step);
    row.must(
        Math.abs(last.reading().delayMillis() - 20) < 1,
        "delay afterwards %.2f ms",
        last.reading().delayMillis());
    row.must(
        Math.abs(last.reading().speedPpm() + 200) < 5,
        "speed %+.1f ppm",
        last.reading().speedPpm());
  }

  /** Plays blocks whose numbers the script gives, one each 10 ms; -1 sends none. */
  private static Sound play(Simulation simulation, int slots, Script script) {
    Sound sound = new Sound(slots * BLOCK + RATE, 1);
    float[] out = new float[BLOCK];
    for (int slot = 0; slot < slots + 50; slot++) {
      AudioBlock block = slot < slots ? script.at(slot) : null;
      if (block != null) {
        simulation.mixer.accept(block, slot * 10L * MILLI);
      }
      simulation.mixer.read(out, BLOCK, slot * 10L * MILLI);
      sound.hear(out, BLOCK, slot * 10L * MILLI);
    }
    return sound;
  }

  private interface Script {
    @org.jspecify.annotations.Nullable
    AudioBlock at(int slot);
  }

  private static void timestampStep(Row row) {
    Simulation simulation = new Simulation(HELD_20);
    play(
        simulation,
        600,
        slot -> simulation.block(slot, (slot + (slot < 300 ? 0 : 100)) * 480L, BLOCK, slot == 599));
    PlayoutStats stats = simulation.stats();
    row.must(stats.restarts() == 1, "%d restart", stats.restarts());
    row.must(stats.playedFrames() == 600 * BLOCK, "all %d frames played", stats.playedFrames());
    row.must(stats.concealedFrames() <= BLOCK, "%d concealed", stats.concealedFrames());
    row.must(
        simulation.said.equals(List.of("began", "restarted: its timestamps jumped", "ended")),
        "said %s",
        simulation.said);
  }

  private static void pause(Row row, int idleSeconds) {
    Simulation simulation = new Simulation(new PlayoutSettings(20, 500, idleSeconds));
    play(
        simulation,
        1_600,
        slot ->
            slot >= 300 && slot < 1_300
                ? null
                : simulation.block(slot, slot * 480L, BLOCK, slot == 1_599));
    PlayoutStats stats = simulation.stats();
    List<String> said =
        idleSeconds < 10
            ? List.of("began", "ended", "began", "ended")
            : List.of("began", "restarted: nothing came for 500 ms", "ended");
    row.must(simulation.said.equals(said), "said %s", simulation.said);
    row.must(stats.playedFrames() == 600 * BLOCK, "all %d frames played", stats.playedFrames());
    row.must(stats.underruns() == (idleSeconds < 10 ? 0 : 1), "%d underruns", stats.underruns());
    row.must(
        stats.concealedFrames() <= 510 * 48, "%.0f ms concealed", stats.concealedFrames() / 48.0);
    row.must(stats.restarts() == (idleSeconds < 10 ? 0 : 1), "%d restarts", stats.restarts());
  }

  private static void newId(Row row) {
    Simulation simulation = new Simulation(HELD_20);
    play(
        simulation,
        1_000,
        slot -> {
          AudioBlock block = simulation.block(slot, slot * 480L, BLOCK, slot == 999);
          return slot < 300
              ? block
              : AudioBlock.builder(block.format())
                  .streamId(0x9999)
                  .sequence(slot)
                  .timestamp(77 + slot * 480)
                  .last(slot == 999)
                  .pcm(block.toByteArray());
        });
    PlayoutStats stats = simulation.stats();
    row.must(
        simulation.said.equals(List.of("began", "began", "ended", "ended")),
        "said %s",
        simulation.said);
    row.must(stats.playedFrames() == 1_000 * BLOCK, "all %d frames played", stats.playedFrames());
  }

  private static void wrap(Row row) {
    Simulation simulation = new Simulation(HELD_20);
    simulation.signal = Sound.noise(3);
    simulation.firstTimestamp = -300 * BLOCK;
    Sound sound =
        play(
            simulation,
            600,
            slot -> simulation.block(0xFFFF - 299 + slot, slot * 480L, BLOCK, slot == 599));
    int first = 0;
    while (sound.heard[first] == 0) {
      first++;
    }
    float[] sent = new float[600 * BLOCK];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = (float) simulation.signal.at(i);
    }
    int from = first + 240;
    boolean same =
        Arrays.equals(sound.heard, from, from + sent.length - 480, sent, 240, sent.length - 240);
    row.must(same, "what is heard is what was sent, from frame %d on", from);
    row.must(simulation.stats().troubles().equals("nothing missing"), "nothing missing");
  }
}
