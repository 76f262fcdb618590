package io.github.camelaudio.playout;

import io.github.camelaudio.playout.NetworkTrace.SenderClock;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * One network that the benchmark of jitter buffers plays through: its packets, for whoever sends
 * them in real time, and our playout of them in simulated time.
 *
 * @param name what the network does
 * @param targetMillis how long our playout holds the stream; {@link PlayoutSettings#ADAPTIVE}: as
 *     it finds
 * @param latenciesMillis how long others hold it, in one run each
 * @param packets how many were sent, each of {@link #PACKET_FRAMES}
 * @param arrivals which of them come, and when, in that order
 */
public record TraceRun(
    String name,
    int targetMillis,
    List<Integer> latenciesMillis,
    int packets,
    List<Arrival> arrivals) {

  public static final int RATE_HZ = 48_000;
  public static final int PACKET_FRAMES = 480;
  public static final int PACKET_MILLIS = 10;

  private static final int MAX_MILLIS = 500;
  private static final int IDLE_SECONDS = 5;
  private static final long AFTER_NANOS = 500 * NetworkTrace.MILLI;
  private static final double STALL_MILLIS = 120;
  private static final double STALL_EVERY_MILLIS = 5_000;

  /**
   * A packet that comes.
   *
   * @param nanos since the first frame of the first one was sent
   */
  public record Arrival(int index, long nanos) {}

  /**
   * What the device is given.
   *
   * @param firstNanos when the first of the samples is heard, less the length of the device's
   *     buffer, on the clock of {@link Arrival}: all but a period of that buffer is still to be
   *     heard when it asks, so this is a period before
   * @param concealedFrames of which our playout says itself that they did not come in time
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Played(float[] samples, long firstNanos, long concealedFrames) {}

  /** All networks that are compared, for streams of so many seconds. */
  public static List<TraceRun> all(int seconds, long seed) {
    int count = seconds * 1_000 / PACKET_MILLIS;
    return List.of(
        run("perfect network", 20, List.of(20), count, sent(count, NetworkTrace.none())),
        run("jitter 0..15 ms", 20, List.of(20), count, jitter(count, seed, 15)),
        run("jitter 0..40 ms", 0, List.of(20, 40, 60), count, jitter(count, seed + 1, 40)),
        run("Wi-Fi, stalls of 120 ms", 60, List.of(60), count, wifi(count, seed + 2)),
        run("Wi-Fi, stalls of 120 ms", 0, List.of(140), count, wifi(count, seed + 2)),
        loss("loss 1 %", count, seed + 3, 0.01, 1),
        loss("loss 1 % in threes", count, seed + 4, 0.01, 3),
        loss("loss 5 %", count, seed + 5, 0.05, 1),
        loss("loss 5 % in threes", count, seed + 6, 0.05, 3),
        loss("loss 20 %", count, seed + 7, 0.20, 1),
        loss("loss 20 % in threes", count, seed + 8, 0.20, 3),
        run(
            "10 % up to 3 late, 5 % twice",
            40,
            List.of(40),
            count,
            sent(
                    count,
                    NetworkTrace.reordering(seed + 9, 0.10, 3, PACKET_MILLIS * NetworkTrace.MILLI))
                .withDuplicates(seed + 10, 0.05)));
  }

  private static TraceRun run(
      String name, int target, List<Integer> latencies, int count, NetworkTrace trace) {
    List<Arrival> arrivals =
        trace.packets().stream()
            .map(packet -> new Arrival(packet.index(), packet.arrivalNanos()))
            .toList();
    return new TraceRun(name, target, latencies, count, arrivals);
  }

  private static NetworkTrace sent(int count, NetworkTrace.Path path) {
    return NetworkTrace.of(count, PACKET_FRAMES, SenderClock.of(RATE_HZ, 0), path);
  }

  private static NetworkTrace jitter(int count, long seed, double millis) {
    return sent(count, NetworkTrace.jitter(seed, millis));
  }

  private static NetworkTrace wifi(int count, long seed) {
    return sent(
        count,
        NetworkTrace.stalls(
            seed, 3, STALL_MILLIS, STALL_EVERY_MILLIS, count * (double) PACKET_MILLIS));
  }

  private static TraceRun loss(String name, int count, long seed, double share, int burst) {
    NetworkTrace.Path path = NetworkTrace.loss(seed, share, burst, count, NetworkTrace.none());
    return run(name, 20, List.of(20), count, sent(count, path));
  }

  public boolean adaptive() {
    return targetMillis == PlayoutSettings.ADAPTIVE;
  }

  /** Plays it through our playout, with a signal by its frame, in simulated time. */
  public Played playOurs(LongToDoubleFunction signal) {
    Simulation simulation =
        new Simulation(new PlayoutSettings(targetMillis, MAX_MILLIS, IDLE_SECONDS));
    simulation.signal = signal::applyAsDouble;
    simulation.keepTold = false;
    NetworkTrace trace =
        new NetworkTrace(
            arrivals.stream()
                .map(arrival -> new NetworkTrace.Packet(arrival.index(), arrival.nanos()))
                .toList());
    long most = arrivals.get(arrivals.size() - 1).nanos() + 2 * AFTER_NANOS;
    float[] samples = new float[(int) (most * RATE_HZ / 1_000_000_000L)];
    int[] played = {0};
    simulation.run(
        trace,
        AFTER_NANOS,
        (frames, count, atNanos) -> {
          System.arraycopy(frames, 0, samples, played[0], count);
          played[0] += count;
        });
    long periodNanos = simulation.periodFrames * 1_000_000_000L / RATE_HZ;
    return new Played(
        samples, simulation.firstPullNanos - periodNanos, simulation.stats().concealedFrames());
  }
}
