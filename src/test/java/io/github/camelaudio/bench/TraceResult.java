package io.github.camelaudio.bench;

import io.github.camelaudio.bench.PlaceTracker.Sighting;
import io.github.camelaudio.playout.TraceRun;
import java.util.List;
import java.util.Locale;

/**
 * What a listener gets of a stream that came through a network.
 *
 * @param delayMillis from when a frame was sent to when it is heard, mean
 * @param missingPercent of the frames sent, those that are not heard
 * @param beyondPercent of the frames sent, those that are not heard although the network brought
 *     them
 * @param offMillis by how much something is heard beside the median delay, at most
 * @param jumpMillis by how much the delay changes from one moment to the next, at most
 * @param stepDecibels the largest step from sample to sample of a sine over its own largest
 */
record TraceResult(
    double delayMillis,
    double missingPercent,
    double beyondPercent,
    double offMillis,
    double jumpMillis,
    double stepDecibels) {

  /** Of which a packet has no whole number of periods: one that is left out is a step. */
  static final double SINE_HZ = 1_037;

  static final double SINE_AMPLITUDE = 0.5;

  /**
   * So much of the start is left out, in which GStreamer's sink finds its clock, and ours fades.
   */
  static final int START_SECONDS = 3;

  private static final int START_FRAMES = START_SECONDS * TraceRun.RATE_HZ;
  private static final int END_FRAMES = TraceRun.RATE_HZ;

  private static final double FRAMES_PER_MILLI = TraceRun.RATE_HZ / 1e3;

  static double sine(long frame) {
    return SINE_AMPLITUDE * Math.sin(2 * Math.PI * SINE_HZ * frame / TraceRun.RATE_HZ);
  }

  /**
   * Looks at what was heard.
   *
   * @param noise the {@link PlaceSignal} that was sent
   * @param heardNoise what of it was heard
   * @param heardSine what was heard of a sine that came the same way
   * @param zeroLag the lag of a frame that is heard when it is sent
   */
  static TraceResult of(
      TraceRun run, float[] noise, float[] heardNoise, float[] heardSine, double zeroLag) {
    int least = (int) zeroLag - TraceRun.RATE_HZ / 10;
    PlaceTracker tracker = new PlaceTracker(noise, heardNoise, least, least + TraceRun.RATE_HZ);
    List<Sighting> all = tracker.sightings();
    int end = run.packets() * TraceRun.PACKET_FRAMES - END_FRAMES;
    List<Sighting> inside =
        PlaceTracker.forward(all).stream()
            .filter(each -> each.place() >= START_FRAMES && each.place() < end)
            .toList();
    if (inside.isEmpty()) {
      return new TraceResult(Double.NaN, 100, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double median = medianLag(inside);
    double sum = 0;
    double off = 0;
    double jump = 0;
    int before = inside.get(0).lag();
    for (Sighting each : inside) {
      sum += each.lag();
      off = Math.max(off, Math.abs(each.lag() - median));
      jump = Math.max(jump, Math.abs(each.lag() - before));
      before = each.lag();
    }
    double missing =
        100 - 100.0 * tracker.heardFrames(all, START_FRAMES, end) / (end - START_FRAMES);
    return new TraceResult(
        (sum / inside.size() - zeroLag) / FRAMES_PER_MILLI,
        missing,
        missing - lostPercent(run),
        off / FRAMES_PER_MILLI,
        jump / FRAMES_PER_MILLI,
        step(heardSine, inside.get(0).at(), inside.get(inside.size() - 1).at()));
  }

  static double medianLag(List<Sighting> sightings) {
    return sightings.stream()
        .mapToInt(Sighting::lag)
        .sorted()
        .skip(sightings.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /** Of the packets that are looked at, those that never come. */
  static double lostPercent(TraceRun run) {
    int first = START_FRAMES / TraceRun.PACKET_FRAMES;
    int end = run.packets() - END_FRAMES / TraceRun.PACKET_FRAMES;
    long there =
        run.arrivals().stream()
            .mapToInt(TraceRun.Arrival::index)
            .filter(index -> index >= first && index < end)
            .distinct()
            .count();
    return 100 - 100.0 * there / (end - first);
  }

  private static double step(float[] sine, int from, int to) {
    float greatest = 0;
    for (int i = from; i < Math.min(to, sine.length - 1); i++) {
      greatest = Math.max(greatest, Math.abs(sine[i + 1] - sine[i]));
    }
    double own = 2 * SINE_AMPLITUDE * Math.sin(Math.PI * SINE_HZ / TraceRun.RATE_HZ);
    return 20 * Math.log10(greatest / own);
  }

  /** The same without a delay that is not meant. */
  TraceResult sooner(double millis) {
    return new TraceResult(
        delayMillis - millis, missingPercent, beyondPercent, offMillis, jumpMillis, stepDecibels);
  }

  static String heading() {
    return String.format(
        Locale.ROOT,
        "%9s %9s %9s %9s %9s %8s",
        "delay ms",
        "missing %",
        "beyond %",
        "off ms",
        "jump ms",
        "step dB");
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%9.1f %9.2f %9.2f %9.1f %9.1f %8.1f",
        delayMillis,
        missingPercent,
        beyondPercent,
        offMillis,
        jumpMillis,
        stepDecibels);
  }
}
