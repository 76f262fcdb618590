package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * The programs of the Python tutorial, in their own shape, on one side and ours on the other, both
 * ways. What a Python player would have played is in the file that it writes; what ours plays, a
 * sink's monitor records. 44.1 kHz, so that windows are of 22 ms.
 */
final class TutorialRow implements EarRow {

  private static final int RATE_HZ = 44_100;
  private static final int SECONDS = 12;
  private static final int REST_MILLIS = 3_000;
  private static final int LISTEN_MILLIS = 1_000;
  private static final int EDGE_FRAMES = 9_600;
  private static final Path PROGRAMS = Path.of("src/test/resources/it/tutorial").toAbsolutePath();

  /** One pair of programs. */
  private interface Pair {
    Outcome play(TestBed bed, float[] noise) throws Exception;
  }

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    int seconds = settings.secondsOr(SECONDS);
    row(report, seconds, "mic_client.py to TutorialSpeakerServer", TutorialRow::theirMicrophone);
    row(report, seconds, "TutorialMicClient to speaker_server.py", TutorialRow::ourMicrophone);
    row(report, seconds, "wav_server_tcp.py to TutorialWavClientTcp", TutorialRow::theirTcpFile);
    row(report, seconds, "TutorialWavServerTcp to wav_client_tcp.py", TutorialRow::ourTcpFile);
    row(report, seconds, "wav_server_udp.py to TutorialWavClientUdp", TutorialRow::theirUdpFile);
    row(report, seconds, "TutorialWavServerUdp to wav_client_udp.py", TutorialRow::ourUdpFile);
  }

  private static void row(EarReport report, int seconds, String name, Pair pair)
      throws InterruptedException {
    report.row(
        "tutorial: " + name,
        "100 % of windows heard",
        () -> {
          String sink = " rate=" + RATE_HZ + " " + NullSinks.NO_REWINDS;
          try (TestBed bed = new TestBed("speaker" + sink, "voice" + sink)) {
            float[] noise = EarSignals.noise(seconds * RATE_HZ);
            Pcm16.writeWav(bed.path("noise.wav"), noise, RATE_HZ);
            return pair.play(bed, noise);
          }
        });
  }

  private static Outcome theirMicrophone(TestBed bed, float[] noise) throws Exception {
    int port = TestBed.freePort(false);
    Job ours = bed.ours("ours", TestBed.route("TutorialSpeakerServer"), "micPort=" + port);
    Thread.sleep(LISTEN_MILLIS);
    try (MonitorRecording monitor = bed.sound().record("speaker", RATE_HZ, 2)) {
      Job theirs = python(bed, "mic_client", port, "noise.wav");
      theirs.awaitEnd(longEnough(noise));
      return heard(monitor, noise, ours);
    }
  }

  private static Outcome theirTcpFile(TestBed bed, float[] noise) throws Exception {
    return theirFile(bed, noise, "tcp", "TutorialWavClientTcp");
  }

  private static Outcome theirUdpFile(TestBed bed, float[] noise) throws Exception {
    return theirFile(bed, noise, "udp", "TutorialWavClientUdp");
  }

  private static Outcome theirFile(TestBed bed, float[] noise, String transport, String route)
      throws Exception {
    int port = TestBed.freePort(transport.equals("udp"));
    try (MonitorRecording monitor = bed.sound().record("speaker", RATE_HZ, 2)) {
      Job theirs = python(bed, "wav_server_" + transport, port, "noise.wav");
      theirs.await("ready", TestBed.LIMIT);
      Job ours =
          bed.ours("ours", TestBed.route(route), "peer=127.0.0.1", transport + "Port=" + port);
      ours.await("speaker:.* stream .* ended", longEnough(noise));
      return heard(monitor, noise, ours);
    }
  }

  private static Outcome ourTcpFile(TestBed bed, float[] noise) throws Exception {
    return ourFile(bed, noise, "tcp", "TutorialWavServerTcp");
  }

  private static Outcome ourUdpFile(TestBed bed, float[] noise) throws Exception {
    return ourFile(bed, noise, "udp", "TutorialWavServerUdp");
  }

  private static Outcome ourFile(TestBed bed, float[] noise, String transport, String route)
      throws Exception {
    int port = TestBed.freePort(transport.equals("udp"));
    bed.ours(
        "ours", TestBed.route(route), "file=" + bed.path("noise.wav"), transport + "Port=" + port);
    Job theirs = python(bed, "wav_client_" + transport, port, "played.raw");
    theirs.awaitEnd(longEnough(noise));
    float[] played = Pcm16.mono(Files.readAllBytes(bed.path("played.raw")), 2);
    return judge(noise, played).say("the client's last words: %s", lastLine(theirs));
  }

  private static Outcome ourMicrophone(TestBed bed, float[] noise) throws Exception {
    int port = TestBed.freePort(false);
    Job theirs = python(bed, "speaker_server", port, "played.raw");
    theirs.await("ready", TestBed.LIMIT);
    Path raw = Files.write(bed.path("noise.raw"), Pcm16.bytes(noise, 1));
    Job ours =
        bed.ours("ours", TestBed.route("TutorialMicClient"), "peer=127.0.0.1", "micPort=" + port);
    Job player = bed.add(bed.sound().play("voice", raw, RATE_HZ));
    player.awaitEnd(longEnough(noise));
    ours.stop();
    theirs.awaitEnd(longEnough(noise));
    float[] played = Pcm16.monoOfFloats(Files.readAllBytes(bed.path("played.raw")), 2);
    return judge(known(noise), played).say("the server's last words: %s", lastLine(theirs));
  }

  /** Without the edges, which a microphone may miss: what sounds there is short. */
  private static float[] known(float[] noise) {
    return Arrays.copyOfRange(noise, EDGE_FRAMES, noise.length - EDGE_FRAMES);
  }

  private static Job python(TestBed bed, String program, int port, String file) throws IOException {
    return bed.program(
        program, "python3", "-B", PROGRAMS.resolve(program + ".py").toString(), "" + port, file);
  }

  private static Duration longEnough(float[] noise) {
    return Duration.ofSeconds(40 + noise.length / RATE_HZ);
  }

  private static String lastLine(Job job) throws IOException {
    String[] lines = job.output().strip().split("\n", -1);
    return lines[lines.length - 1];
  }

  private static Outcome heard(MonitorRecording monitor, float[] noise, Job ours) throws Exception {
    Thread.sleep(REST_MILLIS);
    float[] heard = monitor.stop();
    ours.stop();
    return judge(noise, heard).say("own log: %s", LogCounters.of(ours).words());
  }

  private static Outcome judge(float[] sent, float[] heard) {
    Hearing hearing = Hearing.of(sent, heard);
    return new Outcome()
        .say("%s", hearing.words())
        .check(Check.atLeast("heard", hearing.percent(), 100, "%"));
  }
}
