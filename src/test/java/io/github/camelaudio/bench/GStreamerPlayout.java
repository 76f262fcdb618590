package io.github.camelaudio.bench;

import io.github.camelaudio.playout.TraceRun;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A network's packets through GStreamer's jitter buffer to a virtual card, in real time: each way
 * of playing them as two processes, one that plays the noise and one that plays the sine. Beside
 * them one that gets the noise from a perfect network: what it misses, the machine did; and what it
 * is heard later than the jitter buffer's latency, is the device's.
 */
final class GStreamerPlayout {

  /** What stands between the depacketizer and the card. */
  enum Way {
    /** As in our README, and in GStreamer's own examples. */
    PLAIN("plain", "", 1),
    /** What is lost becomes silence of the same length. */
    FILLED("+ audiorate", "audiorate", 3),
    /** What is lost is concealed, by an element of gst-plugins-bad. */
    CONCEALED("+ spanplc", "spanplc", 5);

    private final String label;
    private final String element;

    /** The card's channel that its noise goes to; its sine goes to the next one. */
    private final int channel;

    Way(String label, String element, int channel) {
      this.label = label;
      this.element = element;
      this.channel = channel;
    }

    String label() {
      return label;
    }
  }

  /**
   * What all ways got.
   *
   * @param results with delays that include the device's
   * @param deviceMillis the device's, as the stream from a perfect network has it
   * @param disturbedPercent of the frames that came over a perfect network, those that were not
   *     heard either
   * @param latestMillis how late the sender was at most
   */
  record Outcome(
      Map<Way, TraceResult> results,
      double deviceMillis,
      double disturbedPercent,
      double latestMillis) {

    /** Whether other work on the machine was in the way. */
    boolean disturbed() {
      return disturbedPercent > 1 || latestMillis > 5;
    }
  }

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int SETTLE_MILLIS = 500;
  private static final int CONTROL_CHANNEL = 0;

  private final SoundServer sound;
  private final List<Way> ways;
  private final float[] noise;
  private final float[] sine;
  private final int deviceBufferMillis;

  /**
   * @param noise a {@link PlaceSignal}, as long as the streams
   * @param sine as long
   */
  GStreamerPlayout(
      SoundServer sound, List<Way> ways, float[] noise, float[] sine, int deviceBufferMillis) {
    this.sound = sound;
    this.ways = ways;
    this.noise = noise;
    this.sine = sine;
    this.deviceBufferMillis = deviceBufferMillis;
  }

  /** Those ways whose elements are there. */
  static List<Way> installed() throws IOException, InterruptedException {
    List<Way> there = new ArrayList<>();
    for (Way way : Way.values()) {
      Process inspect =
          new ProcessBuilder("timeout", "30", "gst-inspect-1.0", "--exists", way.element)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (way == Way.PLAIN || inspect.waitFor() == 0) {
        there.add(way);
      }
    }
    return there;
  }

  /** Plays it all ways at once. */
  Outcome play(TraceRun run, int latencyMillis) throws IOException, InterruptedException {
    TraceSender sender = new TraceSender();
    TraceRun perfect = perfect(run);
    List<BenchProcess> players = new ArrayList<>();
    try (CardRecording recording = sound.record()) {
      try {
        players.add(
            player(sender, perfect.arrivals(), noise, Way.PLAIN, latencyMillis, CONTROL_CHANNEL));
        for (Way way : ways) {
          players.add(player(sender, run.arrivals(), noise, way, latencyMillis, way.channel));
          players.add(player(sender, run.arrivals(), sine, way, latencyMillis, way.channel + 1));
        }
        Thread.sleep(SETTLE_MILLIS);
        sender.send();
        Thread.sleep(latencyMillis + SETTLE_MILLIS);
      } finally {
        players.forEach(BenchProcess::close);
      }
      recording.stop();
      return evaluate(run, latencyMillis, recording, sender);
    }
  }

  private static TraceRun perfect(TraceRun run) {
    List<TraceRun.Arrival> arrivals =
        IntStream.range(0, run.packets())
            .mapToObj(i -> new TraceRun.Arrival(i, i * 1_000_000L * TraceRun.PACKET_MILLIS))
            .toList();
    return new TraceRun(
        "perfect", run.targetMillis(), run.latenciesMillis(), run.packets(), arrivals);
  }

  private BenchProcess player(
      TraceSender sender,
      List<TraceRun.Arrival> arrivals,
      float[] signal,
      Way way,
      int latencyMillis,
      int channel)
      throws IOException, InterruptedException {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    sender.add(port, arrivals, signal);
    String pipeline =
        "udpsrc address=127.0.0.1 port=%d caps=application/x-rtp,media=audio,clock-rate=%d"
                .formatted(port, TraceRun.RATE_HZ)
            + ",encoding-name=L16,channels=1,payload=%d ! ".formatted(TraceSender.PAYLOAD_TYPE)
            + "rtpjitterbuffer latency=%d do-lost=true ! rtpL16depay ! audioconvert ! "
                .formatted(latencyMillis)
            + (way.element.isEmpty() ? "" : way.element + " ! ")
            + "audioconvert mix-matrix=<<(float)1>> ! "
            + SoundServer.capsOf(channel)
            + " ! pulsesink device=card buffer-time=%d latency-time=10000"
                .formatted(deviceBufferMillis * 1_000);
    List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "--no-fault"));
    command.addAll(Arrays.asList(pipeline.split(" ", -1)));
    BenchProcess player = sound.process("gst-launch", command);
    player.await("Setting pipeline to PLAYING", LIMIT);
    return player;
  }

  private Outcome evaluate(
      TraceRun run, int latencyMillis, CardRecording recording, TraceSender sender)
      throws IOException {
    double zeroLag = (sender.startNanos() - recording.firstNanos()) * (TraceRun.RATE_HZ / 1e9);
    float[] control = recording.channel(CONTROL_CHANNEL);
    TraceResult undisturbed = TraceResult.of(perfect(run), noise, control, control, zeroLag);
    Map<Way, TraceResult> results = new EnumMap<>(Way.class);
    for (Way way : ways) {
      float[] heardNoise = recording.channel(way.channel);
      float[] heardSine = recording.channel(way.channel + 1);
      results.put(way, TraceResult.of(run, noise, heardNoise, heardSine, zeroLag));
    }
    return new Outcome(
        results,
        undisturbed.delayMillis() - latencyMillis,
        undisturbed.missingPercent(),
        sender.latestMillis());
  }
}
