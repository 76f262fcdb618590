package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Python tutorial's programs on one side and ours on the other, both ways: a microphone pushed
 * to a player and to a recorder, a file pulled over TCP and over UDP. Nothing is lost, added or
 * rounded: what 16 bits hold is exact as a float of full scale 1, and back.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TutorialIT {

  private static final Path PROGRAMS = Path.of("src/test/resources/it/tutorial").toAbsolutePath();
  private static final PcmFormat CD = new PcmFormat(44_100, 2, Encoding.S16);
  private static final int MILLIS = 2_000; // 86 messages of 1024 frames, and one that is not full
  private static final int MESSAGE_BYTES = 1_024 * 4;

  private static final String RECORDING = "^[0-9: -]+  wav:got: recording stream";
  private static final String RECORDED = "^[0-9: -]+  wav:got: recorded .*nothing missing";

  private static final Pattern DATAGRAMS =
      Pattern.compile("bytes in 9 datagrams, then an empty one, within (\\d+) ms of Hello");

  /** Well below the 10 s after which a recorder takes a silent stream for ended. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final Duration RUN = Duration.ofSeconds(20);

  /** The search for leaks takes most of the time that an idle program takes. */
  private static final Map<String, String> AS_USERS_RUN_IT = Map.of(Program.LEAKS, "simple");

  @TempDir Path directory;

  @BeforeEach
  void needPython() throws Exception {
    Tools.needThat(Tools.PYTHON + " -c 'import numpy'", "python3-numpy");
  }

  // A microphone's client pushes; a player hears it.

  /** One after the other, to one receiver. */
  @Test
  void pythonMicrophone_isHeard_inEveryPickleProtocol() throws Exception {
    int port = Tools.freePort();
    String route = receive("pyshine", port, "wav:got");
    List<byte[]> sent = new ArrayList<>();
    try (Program to = Program.camelAudio(directory, route).await("running Receive")) {
      for (int protocol = 3; protocol <= 5; protocol++) {
        sent.add(floats(microphone("noise.wav", protocol)));
        try (Program from = python("mic_client", port, "noise.wav", "--protocol", "" + protocol)) {
          succeeds(from);
        }
        int recorded = sent.size();
        Awaitility.await(recorded + " recordings")
            .atMost(SOON)
            .until(() -> to.lines(RECORDED) == recorded);
      }
      to.stop();
      assertThat(to.lines(RECORDING)).as(to.output()).isEqualTo(3);
    }
    assertThat(recordings()).containsExactlyInAnyOrderElementsOf(wrapped(sent));
  }

  private static List<ByteBuffer> wrapped(List<byte[]> sounds) {
    return sounds.stream().map(ByteBuffer::wrap).toList();
  }

  private List<ByteBuffer> recordings() throws IOException {
    List<ByteBuffer> all = new ArrayList<>();
    for (Path recording : Recordings.of(directory.resolve("got"))) {
      all.add(ByteBuffer.wrap(Wav.data(recording)));
    }
    return all;
  }

  @Test
  void pythonSpeaker_playsOurSound() throws Exception {
    byte[] pcm = file("noise.wav", 10);
    int port = Tools.freePort();
    String route = send("pyshine", port);
    try (Program to = python("speaker_server", port, "played.raw").await("ready");
        Program from = Program.camelAudio(directory, route)) {
      succeeds(from);
      succeeds(to);
      assertThat(to.lines("^87 messages")).as(to.output()).isEqualTo(1);
    }
    same(Files.readAllBytes(directory.resolve("played.raw")), floats(padded(pcm)));
  }

  // A microphone's client pushes; a server records it.

  @Test
  void pythonMicrophone_isRecordedIn16Bits() throws Exception {
    byte[] pcm = microphone("noise.wav", 20);
    int port = Tools.freePort();
    // From f32 to s16 is rounding to the nearest of x * 32768, which here is a whole number.
    String route = receive("pyshine", port, "wav:got?fileName=take.wav&format=s16/44100/2");
    try (Program to = Program.camelAudio(directory, route).await("running Receive");
        Program from = python("mic_client", port, "noise.wav")) {
      succeeds(from);
      recordsOne(to);
    }
    same(Wav.data(directory.resolve("got/take.wav")), pcm);
  }

  @Test
  void pythonRecorder_recordsOurSound() throws Exception {
    byte[] pcm = file("noise.wav", 21);
    int port = Tools.freePort();
    String route = send("pyshine", port);
    try (Program to =
            python("speaker_server", port, "played.raw", "--wav", "take.wav").await("ready");
        Program from = Program.camelAudio(directory, route)) {
      succeeds(from);
      succeeds(to);
    }
    same(Wav.data(directory.resolve("take.wav")), padded(pcm));
  }

  @Test
  void twoPythonMicrophonesAtOnce_areTwoRecordings() throws Exception {
    List<byte[]> sounds = List.of(microphone("one.wav", 22), microphone("two.wav", 23));
    int port = Tools.freePort();
    String route = receive("pyshine", port, "wav:got?format=s16/44100/2");
    try (Program to = Program.camelAudio(directory, route).await("running Receive");
        Program one = python("mic_client", port, "one.wav");
        Program two = python("mic_client", port, "two.wav")) {
      succeeds(one);
      succeeds(two);
      Awaitility.await("two recordings").atMost(SOON).until(() -> to.lines(RECORDED) == 2);
      to.stop();
      assertThat(to.lines(RECORDING)).as(to.output()).isEqualTo(2);
      assertThat(to.output().lastIndexOf(": recording stream"))
          .as("both spoke at once:%n%s", to.output())
          .isLessThan(to.output().indexOf(": recorded "));
    }
    assertThat(recordings()).containsExactlyInAnyOrderElementsOf(wrapped(sounds));
  }

  /** Whichever of the two wires is sent, either receiver reads it. */
  @ParameterizedTest
  @CsvSource({"pyaudio, pyshine", "pyshine, pyaudio", "pyaudio, pyaudio"})
  void ourSound_isReadByOurReceiverOfEitherWire(String sent, String received) throws Exception {
    byte[] pcm = file("noise.wav", 24);
    int port = Tools.freePort();
    String receiver = receive(received, port, "wav:got?format=s16/44100/2");
    String sender = send(sent, port);
    try (Program to = Program.camelAudio(directory, receiver).await("running Receive");
        Program from = Program.camelAudio(directory, sender)) {
      succeeds(from);
      recordsOne(to);
    }
    byte[] expected = sent.equals("pyshine") ? padded(pcm) : pcm;
    same(Wav.data(Recordings.only(directory.resolve("got"))), expected);
  }

  // A file is pulled over TCP.

  @Test
  void pythonFileServer_isPulledOverTcp_andItsEmptyMessagesForEverCostNothing() throws Exception {
    byte[] pcm = file("noise.wav", 30);
    int port = Tools.freePort();
    String route = tune("radio:tcp://127.0.0.1:%d?wire=pyaudio&format=s16/44100/2", port);
    try (Program from = python("wav_server_tcp", port, "noise.wav").await("ready");
        Program to = Program.camelAudio(directory, AS_USERS_RUN_IT, route)) {
      to.await(RECORDING);
      from.await("end of the file after 87 messages");
      restsAfterTheEnd(to);
      assertThat(from.isAlive()).as("still sends:%n%s", from.output()).isTrue();
      recordsOne(to);
      succeeds(from);
      assertThat(from.lines("the client left after 87 messages")).isEqualTo(1);
    }
    same(Wav.data(Recordings.only(directory.resolve("got"))), pcm);
  }

  @Test
  void pythonFileClient_pullsOurFileOverTcp() throws Exception {
    byte[] pcm = file("noise.wav", 31);
    int port = Tools.freePort();
    try (Program from =
            Program.camelAudio(
                    directory, "TutorialWavServerTcp.java", "file=noise.wav", "tcpPort=" + port)
                .await("running TutorialWavServerTcp");
        Program to = python("wav_client_tcp", port, "played.raw")) {
      succeeds(to);
      succeeds(from);
      assertThat(to.lines("bytes in 87 messages and 1 empty ones, then the server closed"))
          .as(to.output())
          .isEqualTo(1);
    }
    same(Files.readAllBytes(directory.resolve("played.raw")), pcm);
  }

  // A file is pulled over UDP.

  /**
   * The tutorial's server sends an empty datagram every 232 ms; one that does not pause, a flood.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pythonFileServer_isPulledOverUdp_andItsEmptyDatagramsForEverCostNothing(boolean flood)
      throws Exception {
    byte[] pcm = file("noise.wav", 40);
    int port = Tools.freePort();
    String route = tune("radio:udp://127.0.0.1:%d?wire=pcm", port);
    String[] arguments = flood ? new String[] {"noise.wav", "--flood"} : new String[] {"noise.wav"};
    try (Program from = python("wav_server_udp", port, arguments).await("ready");
        Program to = Program.camelAudio(directory, AS_USERS_RUN_IT, route)) {
      to.await(RECORDING);
      from.await("end of the file after 9 datagrams");
      restsAfterTheEnd(to);
      assertThat(from.isAlive()).as("still sends:%n%s", from.output()).isTrue();
      recordsOne(to);
    }
    same(Wav.data(Recordings.only(directory.resolve("got"))), pcm);
  }

  /**
   * Its queue of 100 datagrams has room for what comes in the five seconds before it plays. Of a
   * file that is not paced, one comes when the one before has sounded, as its own server sends.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pythonFileClient_pullsOurFileOverUdp(boolean paced) throws Exception {
    byte[] pcm = file("noise.wav", 41);
    int port = Tools.freePort();
    String route = paced ? "TutorialWavServerUdp.java" : serveUnpaced();
    try (Program from =
            Program.camelAudio(directory, route, "file=noise.wav", "udpPort=" + port)
                .await("running " + route.replace(".java", ""));
        Program to = python("wav_client_udp", port, "played.raw")) {
      succeeds(to);
      succeeds(from);
      Matcher told = DATAGRAMS.matcher(to.output());
      assertThat(told.find()).as(to.output()).isTrue();
      // The last of nine is due when the eight before have sounded.
      assertThat(Integer.parseInt(told.group(1))).isGreaterThan(1_600);
    }
    same(Files.readAllBytes(directory.resolve("played.raw")), pcm);
  }

  private String serveUnpaced() throws IOException {
    return RouteFile.write(
        directory,
        "Serve",
        """
        from("wav:{{file}}?paced=false&onEnd=exit")
            .to("radio:udp://127.0.0.1:{{udpPort}}?wire=pcm&waitForListener=true&expire=0s");
        """);
  }

  @Test
  void pythonFileServer_relayedByOurStation_arrivesAsItWas() throws Exception {
    byte[] pcm = file("noise.wav", 42);
    int python = Tools.freePort();
    int station = Tools.freePort();
    String listener = tune("radio:tcp://127.0.0.1:%d", station);
    try (Program between =
            Program.camelAudio(
                    directory,
                    "Relay.java",
                    "transport=udp",
                    "station=127.0.0.1:" + python,
                    "stationWire=pcm",
                    "relayPort=" + station)
                .await("running Relay");
        Program to = Program.camelAudio(directory, listener)) {
      awaitTcpConnection(station);
      // Only now does anybody answer the relay's hello: whoever tunes in later misses what was.
      try (Program from = python("wav_server_udp", python, "noise.wav").await("ready")) {
        to.await(RECORDING);
        from.await("end of the file after 9 datagrams");
        recordsOne(to);
      }
      assertThat(between.isAlive()).as(between.output()).isTrue();
    }
    same(Wav.data(Recordings.only(directory.resolve("got"))), pcm);
  }

  /** A file's sound, of any length. */
  private byte[] file(String name, long seed) throws IOException {
    byte[] pcm = Wav.noise(CD, MILLIS, seed);
    Wav.write(directory.resolve(name), CD, pcm);
    return pcm;
  }

  /** A microphone's sound: whole messages, since it never gives less. */
  private byte[] microphone(String name, long seed) throws IOException {
    byte[] pcm = Wav.noise(CD, MILLIS, seed);
    pcm = Arrays.copyOf(pcm, pcm.length / MESSAGE_BYTES * MESSAGE_BYTES);
    Wav.write(directory.resolve(name), CD, pcm);
    return pcm;
  }

  private String receive(String wire, int port, String recorder) throws IOException {
    return RouteFile.write(
        directory,
        "Receive",
        "from(\"netty:tcp://127.0.0.1:%d?{{audio.%s.receive}}\").to(\"%s\");"
            .formatted(port, wire, recorder));
  }

  /** Not paced, so that nothing is dropped, however long a busy machine takes to connect. */
  private String send(String wire, int port) throws IOException {
    return RouteFile.write(
        directory,
        "Send",
        """
        from("wav:noise.wav?paced=false&onEnd=exit")
            .to("netty:tcp://127.0.0.1:%d?{{audio.%s.send}}");
        """
            .formatted(port, wire));
  }

  private String tune(String station, int port) throws IOException {
    return RouteFile.write(
        directory, "Tune", "from(\"%s\").to(\"wav:got\");".formatted(station.formatted(port)));
  }

  /** Starts one of the Python programs, which end by themselves after a minute at the latest. */
  private Program python(String name, int port, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Tools.PYTHON, "-B", PROGRAMS.resolve(name + ".py").toString()));
    command.add(String.valueOf(port));
    command.addAll(List.of(arguments));
    return Program.of(directory, Map.of(), command.toArray(String[]::new));
  }

  private static void succeeds(Program program) throws Exception {
    assertThat(program.exitCode(RUN)).as(program.output()).isZero();
  }

  /** Waits until the one stream was recorded, ends the run, and there was no other stream. */
  private static void recordsOne(Program to) throws Exception {
    to.await(RECORDED, SOON);
    to.stop();
    assertThat(to.lines(RECORDING)).as(to.output()).isEqualTo(1);
    assertThat(to.lines("^[0-9: -]+  wav:got: recorded ")).as(to.output()).isEqualTo(1);
  }

  /** Whatever is still sent after the end takes less than a twentieth of a core. */
  private static void restsAfterTheEnd(Program to) throws Exception {
    to.await(RECORDED, SOON);
    Thread.sleep(1_000); // the compiler of a young JVM has work left
    Duration before = to.cpuTime();
    Thread.sleep(2_000);
    assertThat(to.cpuTime().minus(before))
        .as("CPU time in 2 s:%n%s", to.output())
        .isLessThan(Duration.ofMillis(100));
  }

  /** 16-bit samples as the floats that the tutorial's programs send and play. */
  private static byte[] floats(byte[] pcm) {
    ByteBuffer in = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer out = ByteBuffer.allocate(2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      out.putFloat(in.getShort() / 32_768f);
    }
    return out.array();
  }

  /** With as much silence at the end as fills the last message. */
  private static byte[] padded(byte[] pcm) {
    int messages = (pcm.length + MESSAGE_BYTES - 1) / MESSAGE_BYTES;
    return Arrays.copyOf(pcm, messages * MESSAGE_BYTES);
  }

  private static void same(byte[] got, byte[] expected) {
    assertThat(Arrays.mismatch(got, expected))
        .as("first byte that differs of %d, %d expected", got.length, expected.length)
        .isEqualTo(-1);
  }

  /** Waits until somebody is connected to the TCP port, as the kernel's table says. */
  private static void awaitTcpConnection(int port) {
    Pattern established =
        Pattern.compile(": [0-9A-F]+:%04X [0-9A-F]+:[0-9A-F]{4} 01 ".formatted(port));
    Awaitility.await("a connection to TCP port " + port)
        .atMost(RUN)
        .until(
            () ->
                established.matcher(Files.readString(Path.of("/proc/net/tcp"))).find()
                    || established.matcher(Files.readString(Path.of("/proc/net/tcp6"))).find());
  }
}
