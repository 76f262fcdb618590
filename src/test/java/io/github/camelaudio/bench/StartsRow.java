package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Demo, WavSender and MicSender into Receiver, started again and again: heard from the first frame.
 */
final class StartsRow implements EarRow {

  private static final int SECONDS = 9;
  private static final int LISTEN_MILLIS = 1_000;
  private static final int REST_MILLIS = 2_500;
  private static final double MAX_PPM = 50;

  private static final String ASKED =
      "heard 100 %, from the first frame on; correlation > 0.99 in every tenth of a second;"
          + " +-50 ppm from 3 s on; 0 frames skipped";

  private enum Program {
    DEMO("Demo"),
    WAV("WavSender"),
    MIC("MicSender");

    private final String label;

    Program(String label) {
      this.label = label;
    }
  }

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    float[] noise = EarSignals.noise(settings.secondsOr(SECONDS) * NullSinks.RATE_HZ);
    for (String rewinds : List.of(NullSinks.NO_REWINDS, "")) {
      report.row(
          "starts: pacat alone, " + name(rewinds),
          "what the monitor itself hears: 100 %, correlation > 0.99, +-50 ppm",
          () -> control(rewinds, noise));
    }
    for (Program program : Program.values()) {
      for (String transport : List.of("tcp", "udp")) {
        for (String rewinds : List.of(NullSinks.NO_REWINDS, "")) {
          if (program != Program.DEMO || transport.equals("tcp")) {
            report.row(
                "starts: %s, %s, %s".formatted(program.label, transport, name(rewinds)),
                ASKED,
                () -> starts(program, transport, rewinds, noise, settings.starts()));
          }
        }
      }
    }
  }

  private static String name(String rewinds) {
    return rewinds.isEmpty() ? "default sink" : rewinds;
  }

  /** The sound server's own player, so that what this finds missing is not laid to ours. */
  private static Outcome control(String rewinds, float[] noise) throws Exception {
    try (TestBed bed = new TestBed("speaker " + rewinds);
        MonitorRecording monitor = bed.sound().record("speaker", NullSinks.RATE_HZ, 2)) {
      Path raw = Files.write(bed.path("noise.raw"), Pcm16.bytes(noise, 1));
      Job player = bed.add(bed.sound().play("speaker", raw, NullSinks.RATE_HZ));
      player.awaitEnd(Duration.ofSeconds(60 + noise.length / NullSinks.RATE_HZ));
      Thread.sleep(REST_MILLIS);
      Hearing hearing = Hearing.of(noise, monitor.stop());
      return judge(hearing).say("%s", hearing.words());
    }
  }

  private static Outcome starts(
      Program program, String transport, String rewinds, float[] noise, int starts)
      throws Exception {
    Outcome outcome = new Outcome();
    for (int i = 0; i < starts; i++) {
      try (TestBed bed = new TestBed("speaker " + rewinds, "voice " + rewinds)) {
        Path file = Pcm16.writeWav(bed.path("noise.wav"), noise, NullSinks.RATE_HZ);
        outcome.add(
            program == Program.DEMO
                ? demo(bed, noise)
                : pair(bed, program, transport, file, noise));
      }
    }
    return outcome;
  }

  /** The demo's own route, with noise in the place of its voice. */
  private static Outcome demo(TestBed bed, float[] noise) throws Exception {
    String route =
        Files.readString(TestBed.route("Demo"))
            .replace("classpath:demo/voice.wav", bed.path("noise.wav").toString());
    Path file = Files.writeString(bed.path("Demo.java"), route);
    try (MonitorRecording monitor = bed.sound().record("speaker", NullSinks.RATE_HZ, 2)) {
      Job demo = bed.start("demo", file, "port=" + TestBed.freePort(false));
      demo.awaitEnd(Duration.ofSeconds(60 + noise.length / NullSinks.RATE_HZ));
      Thread.sleep(REST_MILLIS);
      return judge(noise, monitor.stop(), demo);
    }
  }

  private static Outcome pair(
      TestBed bed, Program program, String transport, Path file, float[] noise) throws Exception {
    String port = "port=" + TestBed.freePort(transport.equals("udp"));
    Job receiver = bed.ours("receiver", TestBed.route("Receiver"), "transport=" + transport, port);
    Thread.sleep(LISTEN_MILLIS);
    try (MonitorRecording monitor = bed.sound().record("speaker", NullSinks.RATE_HZ, 2)) {
      Thread.sleep(LISTEN_MILLIS);
      if (program == Program.WAV) {
        Job sender =
            bed.start(
                "sender",
                TestBed.route("WavSender"),
                "transport=" + transport,
                port,
                "file=" + file);
        sender.awaitEnd(Duration.ofSeconds(60 + noise.length / NullSinks.RATE_HZ));
      } else {
        speak(bed, transport, port, noise);
      }
      Thread.sleep(REST_MILLIS);
      float[] heard = monitor.stop();
      receiver.stop();
      return judge(program == Program.WAV ? noise : recording(bed), heard, receiver);
    }
  }

  /** Noise sounds at the microphone before and as long as its sender runs. */
  private static void speak(TestBed bed, String transport, String port, float[] noise)
      throws IOException, InterruptedException {
    int millis = noise.length * 1_000 / NullSinks.RATE_HZ;
    float[] longer = EarSignals.noise(noise.length + 10 * NullSinks.RATE_HZ);
    Path raw = Files.write(bed.path("noise.raw"), Pcm16.bytes(longer, 1));
    Job player = bed.add(bed.sound().play("voice", raw, NullSinks.RATE_HZ));
    Thread.sleep(LISTEN_MILLIS);
    Job sender = bed.ours("sender", TestBed.route("MicSender"), "transport=" + transport, port);
    Thread.sleep(millis);
    sender.stop();
    player.stop();
  }

  /** What a microphone heard is what arrived: its first frame is the first one sent. */
  private static float[] recording(TestBed bed) throws IOException {
    try (Stream<Path> files = Files.list(bed.path("recordings"))) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".wav")).toList();
      if (all.size() != 1) {
        throw new IOException(all.size() + " recordings instead of one");
      }
      return Pcm16.readWav(all.get(0));
    }
  }

  private static Outcome judge(float[] sent, float[] heard, Job receiver) throws IOException {
    Hearing hearing = Hearing.of(sent, heard);
    LogCounters counted = LogCounters.of(receiver);
    return judge(hearing)
        .say("%s; own log: %s", hearing.words(), counted.words())
        .check(Check.none("skipped", counted.sum("skipped"), "frames"));
  }

  private static Outcome judge(Hearing hearing) {
    return new Outcome()
        .check(Check.atLeast("heard", hearing.percent(), 100, "%"))
        .check(Check.atLeast("first half second", hearing.firstHalfSecondPercent(), 100, "%"))
        .check(Check.atMost("first frame", hearing.firstMillis(), 0, "ms"))
        .check(Check.atLeast("correlation", hearing.leastCorrelation(), Hearing.ALIKE, ""))
        .check(Check.atMost("rate", Math.abs(hearing.ppm()), MAX_PPM, "ppm"));
  }
}
