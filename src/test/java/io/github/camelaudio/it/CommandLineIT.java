package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a user sees who gets something wrong: one sentence that says what to do, and exit code 1.
 */
class CommandLineIT {

  /** The second of two blocks came too late; a third line is cut. */
  private static final String TRACE =
      """
      seconds,stream,sequence,timestamp,frames,rate,delayMillis,targetMillis,levelMillis,\
      ratioPpm,concealedFrames,lateFrames,event
      0.01,1a2b3c4d,1,480,480,48000,30,40,30,0,0,0,began
      0.07,1a2b3c4d,2,960,480,48000,-12,40,0,0,480,480,
      """;

  @TempDir Path directory;

  private void fails(int exitCode, String sentence, String... arguments) throws Exception {
    try (Program program = Program.camelAudio(directory, arguments)) {
      assertThat(program.exitCode(Duration.ofSeconds(20))).isEqualTo(exitCode);
      assertThat(program.output()).contains(sentence);
      assertThat(program.lines("^error: ")).as(program.output()).isEqualTo(1);
      assertThat(program.output()).as("one sentence").doesNotContain("Exception");
    }
  }

  private String route(String name, String statements) throws IOException {
    return RouteFile.write(directory, name, statements);
  }

  @Test
  void wavSender_ofMissingFile_namesItsPath() throws Exception {
    fails(1, "cannot play nothing.wav: no such file (", "WavSender.java", "file=nothing.wav");
  }

  @Test
  void wavSender_ofTextFile_saysWhatIsSupported() throws Exception {
    Files.writeString(directory.resolve("text.wav"), "This is no sound at all, but a sentence.");
    fails(1, "supported are RIFF/WAVE files of the encodings", "WavSender.java", "file=text.wav");
  }

  @Test
  void wavSender_ofZeroChannels_saysSo() throws Exception {
    byte[] wav = Files.readAllBytes(Path.of("src/test/resources/wav/python_s16_mono_44100.wav"));
    wav[22] = 0;
    Files.write(directory.resolve("none.wav"), wav);
    fails(1, "cannot play none.wav: its header says 0 channels", "WavSender.java", "file=none.wav");
  }

  @Test
  void wavSender_ofAdpcm_namesTheEncoding() throws Exception {
    Path file = Path.of("src/test/resources/wav/refused_ima_adpcm.wav").toAbsolutePath();
    fails(1, "IMA ADPCM", "WavSender.java", "file=" + file);
  }

  @ParameterizedTest
  @CsvSource({
    "mic:default?block=0ms, option block=0ms: allowed are 1ms to 100ms",
    "mic:default?queue=99999ms, option queue=99999ms: allowed are 10ms to 10s",
    "mic:default?blok=10ms, option blok=10ms: no such option; there are block",
    "mic:default?format=s17/1/1, option format=s17/1/1",
    "mic:nowhere?missing=fail, no capture device matches 'nowhere'",
  })
  void route_withBadOption_namesOptionValueAndRange(String uri, String sentence) throws Exception {
    fails(1, sentence, route("Bad", "from(\"" + uri + "\").to(\"log:out\");"));
  }

  @Test
  void speaker_missingWithFail_namesTheDevicesThereAre() throws Exception {
    String uri = "speaker:nowhere?missing=fail";
    fails(
        1,
        "no playback device matches 'nowhere'; there ",
        route("Bad", "from(\"direct:in\").to(\"" + uri + "\");"));
  }

  @Test
  void routeFile_thatDoesNotCompile_showsTheCompilersMessage() throws Exception {
    fails(1, "Broken.java:6: error: ';' expected", route("Broken", "from(\"mic:default\")"));
  }

  @Test
  void routeFile_thatIsMissing_namesItsNeighbours() throws Exception {
    route("There", "from(\"direct:a\").to(\"log:b\");");
    fails(1, "; there are: There.java", directory.resolve("NotThere.java").toString());
  }

  @Test
  void port_inUse_isNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      String address = "tcp://0.0.0.0:" + taken.getLocalPort();
      fails(
          1,
          "cannot listen on " + address + ": Address already in use",
          "Receiver.java",
          "port=" + taken.getLocalPort());
    }
    try (DatagramSocket taken = new DatagramSocket()) {
      String address = "udp://0.0.0.0:" + taken.getLocalPort();
      fails(
          1,
          "cannot listen on " + address + ": Address already in use",
          "Receiver.java",
          "transport=udp",
          "port=" + taken.getLocalPort());
    }
  }

  @Test
  void devices_andVersion_exitWithZero() throws Exception {
    for (String option : new String[] {"devices", "--version", "--help"}) {
      try (Program program = Program.camelAudio(directory, option)) {
        assertThat(program.exitCode(Duration.ofSeconds(20))).as(program.output()).isZero();
        assertThat(program.output()).isNotBlank();
      }
    }
  }

  @Test
  void plot_drawsATraceBesideIt_orWhereTold_andSaysWhatIsWrong() throws Exception {
    Files.writeString(directory.resolve("hall.csv"), TRACE);
    for (String picture : new String[] {"hall.png", "other.png"}) {
      String[] arguments = {"plot", "hall.csv", picture};
      boolean beside = picture.equals("hall.png");
      try (Program program =
          Program.camelAudio(directory, Arrays.copyOf(arguments, beside ? 2 : 3))) {
        assertThat(program.exitCode(Duration.ofSeconds(20))).as(program.output()).isZero();
        assertThat(program.output())
            .contains("stream 1a2b3c4d: 50.0 % concealed (it came too late), worst 12 ms late")
            .contains("drawn: " + picture);
      }
      assertThat(directory.resolve(picture)).isNotEmptyFile();
    }
  }

  @Test
  void plot_ofWhatIsNoTrace_saysWhy() throws Exception {
    fails(1, "no such file: ", "plot", "none.csv");
    Files.writeString(directory.resolve("list.csv"), "name,age\nAda,36\n");
    fails(1, "list.csv is no trace of a playout", "plot", "list.csv");
    Files.writeString(directory.resolve("broken.csv"), TRACE + "1,2,3\n");
    fails(1, "broken.csv, line 4: has 3 values, not 13", "plot", "broken.csv");
    Files.writeString(directory.resolve("good.csv"), TRACE);
    fails(1, "no such directory: ", "plot", "good.csv", "nowhere/a.png");
  }

  @Test
  void repair_ofWhatAKilledProgramLeftOpen_makesItWhole_andOfAnythingElseSaysWhyNot()
      throws Exception {
    OtherPrograms.need();
    Path take = directory.resolve("take.wav");
    try (Program killed =
        Program.of(
            directory,
            Map.of(),
            "sh",
            "-c",
            "exec ffmpeg -v error -re -f lavfi -i sine=r=48000 -flush_packets 1 -c:a pcm_s16le "
                + take)) {
      Awaitility.await("some of it")
          .atMost(Duration.ofSeconds(10))
          .until(() -> Files.exists(take) && Files.size(take) > 50_000);
      killed.kill();
    }
    byte[] left = Files.readAllBytes(take);
    int data = new String(left, StandardCharsets.ISO_8859_1).indexOf("data") + 4;
    int bytes = (left.length - data - 4) & -2;
    assertThat(littleEndian(left, data)).as("what its header says").isNotEqualTo(bytes);
    Files.writeString(directory.resolve("list.txt"), "no sound");
    try (Program repair = Program.camelAudio(directory, "repair", "take.wav", "list.txt")) {
      assertThat(repair.exitCode(Duration.ofSeconds(20))).isEqualTo(1);
      assertThat(repair.output())
          .contains("take.wav: repaired: its header did not say its length, and now says ")
          .contains("error: cannot repair list.txt: it does not begin like a WAV");
    }
    byte[] whole = Files.readAllBytes(take);
    assertThat(littleEndian(whole, data)).isEqualTo(bytes);
    assertThat(OtherPrograms.line("soxi", "-s", take.toString())).isEqualTo("" + bytes / 2);
    try (Program again = Program.camelAudio(directory, "repair", "take.wav")) {
      assertThat(again.exitCode(Duration.ofSeconds(20))).isZero();
      assertThat(again.output()).contains("take.wav: nothing to repair");
    }
  }

  private static int littleEndian(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  @Test
  void java_withoutCompiler_saysThatAJdkIsNeeded() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = Path.of("target", "camel-audio.jar").toAbsolutePath().toString();
    route("There", "from(\"direct:a\").to(\"log:b\");");
    try (Program program =
        Program.of(
            directory,
            Map.of(),
            java,
            "--limit-modules",
            "java.se,jdk.unsupported,java.compiler",
            "-jar",
            jar,
            "There.java")) {
      assertThat(program.exitCode(Duration.ofSeconds(20))).isEqualTo(1);
      assertThat(program.output()).contains("needs a JDK").doesNotContain("\tat ");
    }
  }

  @Test
  void placeholders_comeFromCommandLineThenEnvironmentThenFile() throws Exception {
    int port = Tools.freePort();
    Files.writeString(directory.resolve("application.properties"), "port = " + port + "\n");
    String file =
        route(
            "Where",
            "from(\"direct:{{port}}\").to(\"log:x\");"
                + " System.err.println(\"port is \""
                + " + getContext().resolvePropertyPlaceholders(\"{{port}} {{peer}}\"));");
    try (Program program = Program.camelAudio(directory, file)) {
      program.await("port is " + port + " localhost");
    }
    try (Program program = Program.camelAudio(directory, Map.of("PORT", "4711"), file)) {
      program.await("port is 4711 localhost");
    }
    try (Program program =
        Program.camelAudio(directory, Map.of("PORT", "4711"), file, "port=4712", "peer=there")) {
      program.await("port is 4712 there");
    }
  }

  @Test
  void jarInLibExt_isThereForRouteFiles() throws Exception {
    Path lib = directory.resolve("lib");
    Files.createDirectories(lib.resolve("ext"));
    try (Stream<Path> jars = Files.list(Program.JAR.resolveSibling("lib"))) {
      for (Path each : jars.filter(Files::isRegularFile).toList()) {
        Files.copy(each, lib.resolve(each.getFileName()));
      }
    }
    Files.copy(Program.JAR, directory.resolve("camel-audio.jar"));
    Path source = directory.resolve("Greeter.java");
    Files.writeString(
        source,
        "package ext; public class Greeter { public String toString() { return \"hi\"; } }");
    ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "-d", directory.toString(), source.toString());
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(lib.resolve("ext/greeter.jar")))) {
      jar.putNextEntry(new ZipEntry("ext/Greeter.class"));
      jar.write(Files.readAllBytes(directory.resolve("ext/Greeter.class")));
    }
    String file =
        route("Greets", "from(\"direct:a\").to(\"direct:\" + new ext.Greeter() + \"?bad=1\");");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    try (Program program =
        Program.of(directory, Map.of(), java, "-jar", "camel-audio.jar", "--check", file)) {
      assertThat(program.exitCode(Duration.ofSeconds(20))).isEqualTo(1);
      assertThat(program.output()).contains("direct://hi: unknown option bad=1");
    }
  }

  @Test
  void logOfJson_hasOneObjectALine_alsoForTheSummary_andNoMeter() throws Exception {
    PcmFormat format = new PcmFormat(48_000, 1, Encoding.S16);
    Wav.write(directory.resolve("in.wav"), format, Wav.noise(format, 300, 1));
    String file =
        route(
            "Json", "from(\"wav:in.wav?onEnd=exit\").process(\"levelMeter\").to(\"wav:got.wav\");");
    try (Program program = Program.camelAudio(directory, file, "--log=json")) {
      assertThat(program.exitCode(Duration.ofSeconds(20))).as(program.output()).isZero();
      assertThat(program.output().lines())
          .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("\"}"))
          .anyMatch(line -> line.contains("summary: wav:got.wav: 0.300 s recorded"));
    }
  }

  @Test
  void endThatHangs_isCutShortAfterThreeSeconds_withItsSummaryAndExitCode() throws Exception {
    String file =
        route(
            "Hangs",
            """
            from("wav:classpath:demo/voice.wav?loop=true").routeId("hangs").to("wav:got.wav");
            try {
              getContext().addService(new org.apache.camel.support.service.ServiceSupport() {
                @Override
                protected void doStop() throws Exception {
                  Thread.sleep(60_000);
                }
              });
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            """);
    try (Program program = Program.camelAudio(directory, file)) {
      program.await("recording stream");
      assertThat(program.stop()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(11));
      assertThat(program.exitCode(Duration.ZERO)).isEqualTo(143);
      assertThat(program.output())
          .contains("did not stop within 3 s (a device may hang)", "Summary\n", "wav:got.wav");
    }
  }
}
