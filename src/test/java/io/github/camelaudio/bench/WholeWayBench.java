package io.github.camelaudio.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From a microphone to a speaker, in two processes, in blocks of 10 ms over loopback UDP: impulses
 * that a virtual card's microphone hears, and when its speaker plays them. Ours and GStreamer's in
 * turns, with equal device buffers; one recording of the card has both ends of each.
 */
public final class WholeWayBench {

  private static final int ROUNDS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int WARM_UP_MILLIS = 3_000;
  private static final int SETTLE_MILLIS = 30_000;
  private static final int REST_MILLIS = 1_500;
  private static final int JITTER_BUFFER_MILLIS = 10;
  private static final int MICROPHONE = 0;
  private static final int SPEAKER = 2;

  /** The microphone and the speaker are two pairs of the card's channels. */
  private static final List<String> DEVICES =
      List.of(
          "load-module module-remap-source source_name=mic master=card.monitor channels=2 "
              + "master_channel_map=front-left,front-right channel_map=front-left,front-right "
              + "remix=no",
          "load-module module-remap-sink sink_name=speaker master=card channels=2 "
              + "master_channel_map=rear-left,rear-right channel_map=front-left,front-right "
              + "remix=no",
          "set-default-source mic",
          "set-default-sink speaker");

  private final SoundServer sound;
  private final int deviceBufferMillis;
  private final Path impulses;
  private final int impulsesMillis;

  /** Who carries the sound. */
  private enum Side {
    OURS,
    GSTREAMER
  }

  private WholeWayBench(SoundServer sound, int deviceBufferMillis, Impulses impulses)
      throws IOException {
    this.sound = sound;
    this.deviceBufferMillis = deviceBufferMillis;
    this.impulses = sound.write("impulses.raw", impulses.pcm());
    this.impulsesMillis = impulses.millis();
  }

  /**
   * Prints a line for each round, and the medians.
   *
   * @param args seconds of each measurement, milliseconds of the device buffers, and the seed
   */
  public static void main(String[] args) throws Exception {
    int seconds = Integer.parseInt(args[0]);
    int deviceBufferMillis = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);
    System.out.printf(
        """
        mic to speaker, 48 kHz s16 stereo in blocks of 10 ms, loopback UDP, %s
        device buffers of %d ms on both sides; ours: target=%dms, GStreamer: latency=%d
        %d rounds, twice %d s of each; impulses 600 to 800 ms apart, seed %d
        """,
        Priority.words(),
        deviceBufferMillis,
        JITTER_BUFFER_MILLIS,
        JITTER_BUFFER_MILLIS,
        ROUNDS,
        seconds,
        seed);
    long life = ROUNDS * 2L * (2L * seconds + 100);
    try (SoundServer sound = new SoundServer(DEVICES, life)) {
      new WholeWayBench(sound, deviceBufferMillis, Impulses.make(seconds, seed)).run();
    }
    System.exit(0);
  }

  /** Half of them right after the start of both processes, the rest when all has settled. */
  private record Latencies(List<Double> begun, List<Double> settled) {
    Latencies() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private void run() throws IOException, InterruptedException {
    Map<Side, Latencies> all = new EnumMap<>(Side.class);
    for (int round = 1; round <= ROUNDS; round++) {
      for (Side side : Side.values()) {
        Latencies sum = all.computeIfAbsent(side, key -> new Latencies());
        Latencies measured = measure(side);
        print(side, "just begun", measured.begun);
        print(side, "settled", measured.settled);
        sum.begun.addAll(measured.begun);
        sum.settled.addAll(measured.settled);
      }
    }
    System.out.println("all rounds:");
    Latencies ours = all.getOrDefault(Side.OURS, new Latencies());
    Latencies theirs = all.getOrDefault(Side.GSTREAMER, new Latencies());
    print(Side.OURS, "just begun", ours.begun);
    print(Side.GSTREAMER, "just begun", theirs.begun);
    print(Side.OURS, "settled", ours.settled);
    print(Side.GSTREAMER, "settled", theirs.settled);
    System.out.printf(
        Locale.ROOT,
        "ours/GStreamer, medians: just begun %.3f, settled %.3f%n",
        quantile(ours.begun, 0.5) / quantile(theirs.begun, 0.5),
        quantile(ours.settled, 0.5) / quantile(theirs.settled, 0.5));
  }

  private static void print(Side side, String when, List<Double> millis) {
    long lost = millis.stream().filter(each -> each.isNaN()).count();
    System.out.printf(
        Locale.ROOT,
        "%-10s %-10s %4d impulses, %d not heard; ms: median %.1f, 99 %% %.1f, least %.1f, most %.1f%n",
        side == Side.OURS ? "ours" : "GStreamer",
        when,
        millis.size(),
        lost,
        quantile(millis, 0.5),
        quantile(millis, 0.99),
        quantile(millis, 0),
        quantile(millis, 1));
  }

  private static double quantile(List<Double> millis, double share) {
    List<Double> heard = millis.stream().filter(each -> !each.isNaN()).sorted().toList();
    return heard.isEmpty()
        ? Double.NaN
        : heard.get((int) Math.min(heard.size() - 1, share * heard.size()));
  }

  private Latencies measure(Side side) throws IOException, InterruptedException {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (BenchProcess receiver = side == Side.OURS ? ourReceiver(port) : theirReceiver(port);
        BenchProcess sender = side == Side.OURS ? ourSender(port) : theirSender(port)) {
      if (side == Side.OURS) {
        sender.awaitPart(": sending", LIMIT);
        receiver.awaitPart("begins", LIMIT);
      }
      Thread.sleep(WARM_UP_MILLIS);
      List<Double> begun = impulses();
      Thread.sleep(SETTLE_MILLIS);
      return new Latencies(begun, impulses());
    }
  }

  /** Latencies of all impulses in milliseconds; not a number where one was not heard. */
  private List<Double> impulses() throws IOException, InterruptedException {
    try (CardRecording recording = sound.record()) {
      Thread.sleep(500);
      speak();
      recording.stop();
      return Impulses.latenciesMillis(recording.channel(MICROPHONE), recording.channel(SPEAKER));
    }
  }

  private void speak() throws IOException, InterruptedException {
    BenchProcess mouth =
        sound.process(
            "pacat",
            List.of(
                "pacat",
                "--device=card",
                "--rate=" + SoundServer.RATE_HZ,
                "--channels=1",
                "--channel-map=" + SoundServer.nameOf(MICROPHONE),
                "--format=s16le",
                impulses.toString()));
    try {
      Thread.sleep(impulsesMillis + REST_MILLIS);
    } finally {
      mouth.close();
    }
  }

  private BenchProcess ourReceiver(int port) throws IOException, InterruptedException {
    return ours(
        "BenchReceiver",
        "netty:udp://127.0.0.1:%d?{{audio.udp.receive}}".formatted(port),
        "speaker:default?target=%dms&deviceBuffer=%dms"
            .formatted(JITTER_BUFFER_MILLIS, deviceBufferMillis));
  }

  private BenchProcess ourSender(int port) throws IOException, InterruptedException {
    return ours(
        "BenchSender",
        "mic:default?block=10ms&deviceBuffer=" + deviceBufferMillis + "ms",
        "netty:udp://127.0.0.1:%d?{{audio.udp.send}}".formatted(port));
  }

  private BenchProcess ours(String name, String from, String to)
      throws IOException, InterruptedException {
    Path route =
        sound.write(
            name + ".java",
            """
            import org.apache.camel.builder.RouteBuilder;

            public class %s extends RouteBuilder {
              @Override
              public void configure() {
                from("%s").to("%s");
              }
            }
            """
                .formatted(name, from, to)
                .getBytes(StandardCharsets.UTF_8));
    BenchProcess process =
        sound.process(
            name,
            List.of(
                "sh",
                "-c",
                "exec \"$0\" \"$@\" 2>&1", // its log
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "camel-audio.jar").toAbsolutePath().toString(),
                route.toString()));
    process.awaitPart(
        from.startsWith("mic") ? "mic:default: open" : "speaker:default: open", LIMIT);
    return process;
  }

  private BenchProcess theirReceiver(int port) throws IOException, InterruptedException {
    return theirs(
        "udpsrc address=127.0.0.1 port=%d caps=application/x-rtp,media=audio,clock-rate=48000"
                .formatted(port)
            + ",encoding-name=L16,channels=2,payload=96 ! rtpjitterbuffer latency=%d ! "
                .formatted(JITTER_BUFFER_MILLIS)
            + "rtpL16depay ! audioconvert ! pulsesink device=speaker buffer-time=%d latency-time=%d"
                .formatted(
                    deviceBufferMillis * 1_000, Math.min(10, deviceBufferMillis / 2) * 1_000));
  }

  private BenchProcess theirSender(int port) throws IOException, InterruptedException {
    return theirs(
        "pulsesrc device=mic buffer-time=%d latency-time=10000 ! "
                .formatted(deviceBufferMillis * 1_000)
            + "audio/x-raw,format=S16LE,rate=48000,channels=2 ! audioconvert ! "
            + "rtpL16pay mtu=4000 min-ptime=10000000 max-ptime=10000000 ! "
            + "udpsink host=127.0.0.1 port=%d sync=false".formatted(port));
  }

  private BenchProcess theirs(String pipeline) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "--no-fault"));
    command.addAll(Arrays.asList(pipeline.split(" ", -1)));
    BenchProcess process = sound.process("gst-launch", command);
    process.awaitPart("Setting pipeline to PLAYING", LIMIT);
    return process;
  }
}
