package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.radio.RadioEndpoint;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.security.SharedKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A station and those who tune in, as they come, lag, leave, and come back. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
@SuppressWarnings("try") // most routes only have to run
class RadioIT {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;

  /** Over 2 MB a second: fills the operating system's buffers soon. */
  private static final PcmFormat BROAD = new PcmFormat(96_000, 6, Encoding.F32);

  private static final Pattern QUEUED = Pattern.compile(": (\\d+) ms queued");

  @TempDir Path directory;

  private Path noise(PcmFormat format, int millis) throws IOException {
    return Wav.write(
        directory.resolve("noise-" + format.encoding() + ".wav"),
        format,
        Wav.noise(format, millis, format.hashCode()));
  }

  private static String station(String transport) throws IOException {
    return "radio:" + transport + "://127.0.0.1:" + Tools.freePort();
  }

  private static int port(String station) {
    return Integer.parseInt(station.substring(station.lastIndexOf(':') + 1));
  }

  private static long count(LogLines log, String part) {
    return log.all().stream().filter(line -> line.contains(part)).count();
  }

  // ---- what is sent is what is heard

  @ParameterizedTest
  @CsvSource({"tcp, false, 5000", "tcp, true, 300", "udp, true, 300"})
  void everyEncoding_isRecordedBitForBit(String transport, boolean paced, int millis)
      throws Exception {
    Map<Encoding, String> stations = new EnumMap<>(Encoding.class);
    for (Encoding encoding : Encoding.values()) {
      noise(new PcmFormat(48_000, 2, encoding), millis);
      stations.put(encoding, station(transport));
    }
    try (LogLines log = new LogLines("wav:" + directory.resolve("got"));
        Routes on =
            Routes.run(
                routes ->
                    stations.forEach(
                        (encoding, station) ->
                            routes
                                .from(
                                    "wav:%s/noise-%s.wav?paced=%s"
                                        .formatted(directory, encoding, paced))
                                .to(station + "?waitForListener=true")));
        Routes in =
            Routes.run(
                routes ->
                    stations.forEach(
                        (encoding, station) ->
                            routes
                                .from(station)
                                .to("wav:%s/got/%s".formatted(directory, encoding))))) {
      Routes.await("all recorded", () -> count(log, "nothing missing") == stations.size());
      stations.forEach(
          (encoding, station) -> {
            RadioEndpoint radio = on.radio(station + "?waitForListener=true");
            assertThat(Routes.count(radio, "droppedBlocks")).isZero();
            assertThat(Routes.count(radio, "joinedListeners")).isEqualTo(1);
            assertThat(Routes.count(in.radio(station), "receivedBlocks"))
                .isGreaterThan(millis / (paced ? 10 : 100));
          });
    }
    for (Encoding encoding : stations.keySet()) {
      Heard.same(
          Wav.data(Recordings.only(directory.resolve("got").resolve(encoding.toString()))),
          Wav.data(directory.resolve("noise-" + encoding + ".wav")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void withAKey_soundIsTheSame_andFilesAreNamedByIt(String transport) throws Exception {
    Path keys = directory.resolve("keys");
    KeyFile.add(keys, "anna", SharedKey.BYTES);
    KeyFile.add(keys, "bert", SharedKey.BYTES);
    Properties properties = new Properties();
    properties.setProperty("audio.keys", keys.toString());
    Path noise = noise(FORMAT, 300);
    String station = station(transport);
    String sent = station + "?waitForListener=true";
    try (LogLines log = new LogLines("wav:" + directory.resolve("got"));
        Routes on = Routes.run(properties, routes -> routes.from("wav:" + noise).to(sent));
        Routes in =
            Routes.run(
                properties,
                routes ->
                    routes
                        .from(station)
                        .filter(routes.simple("${body.keyName} == 'anna'"))
                        .to("wav:%s/got?fileName=${body.keyName}.wav".formatted(directory)))) {
      Routes.await("recorded", () -> count(log, "nothing missing") == 1);
    }
    Heard.same(Wav.data(directory.resolve("got/anna.wav")), Wav.data(noise));
  }

  @Test
  void anyProgramThatReadsASocket_hearsPlainSamples_andTheEnd() throws Exception {
    Path file = noise(FORMAT, 20_000);
    String station = station("tcp");
    try (Routes on = play(file, station + "?wire=pcm&format=s16/48000/2&waitForListener=true");
        Socket listener = new Socket(LOOPBACK, port(station))) {
      Heard.same(listener.getInputStream().readAllBytes(), Wav.data(file));
    }
  }

  private static Routes play(Path file, String station) throws Exception {
    return Routes.run(routes -> routes.from("wav:" + file + "?paced=false").to(station));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void allListeners_hearTheSame_andOneWhoJoinsLaterHearsTheRest(String transport) throws Exception {
    Path file = noise(FORMAT, 1_500);
    String station = station(transport);
    List<Heard> heard = List.of(new Heard(), new Heard(), new Heard());
    try (LogLines malformed = new LogLines("port ");
        Routes on =
            Routes.run(
                routes -> {
                  routes.from("direct:air").to(station);
                  routes.from("wav:" + file).routeId("file").autoStartup(false).to("direct:air");
                });
        Routes one = tune(station, heard.get(0));
        Routes two = tune(station, heard.get(1))) {
      Routes.await("two listen", () -> Routes.count(on.radio(station), "listeners") == 2);
      on.start("file");
      Routes.await("some is heard", () -> heard.get(0).size() > 50_000);
      try (Routes three = tune(station, heard.get(2))) {
        for (Heard each : heard) {
          Routes.await("the end", () -> each.ends() == 1);
        }
        assertThat(Routes.count(on.radio(station), "joinedListeners")).isEqualTo(3);
      }
      assertThat(malformed.all()).isEmpty();
    }
    byte[] all = Wav.data(file);
    Heard.same(heard.get(0).pcm(), all);
    Heard.same(heard.get(1).pcm(), all);
    byte[] rest = heard.get(2).pcm();
    assertThat(rest.length).isBetween(1, all.length - 1);
    Heard.same(rest, Arrays.copyOfRange(all, all.length - rest.length, all.length));
  }

  private static Routes tune(String station, Heard heard) throws Exception {
    return Routes.run(routes -> routes.from(station + "?reconnect=200ms").process(heard));
  }

  // ---- who lags

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void listenerThatNeverReads_costsTheOthersNothing_andIsDisconnected(boolean live)
      throws Exception {
    Path file = noise(BROAD, live ? 3_500 : 20_000);
    String station = station("tcp");
    String options = station + "?stall=1s&queue=100ms";
    Heard heard = new Heard();
    AtomicInteger mostQueued = new AtomicInteger();
    try (LogLines log = new LogLines(station);
        Routes on =
            Routes.run(
                routes -> {
                  routes.from("direct:air").to(options);
                  routes
                      .from("wav:" + file + "?paced=" + live)
                      .routeId("file")
                      .autoStartup(false)
                      .to("direct:air");
                });
        Routes good = tune(station, heard);
        Socket bad = new Socket()) {
      bad.setReceiveBufferSize(4_096);
      bad.connect(new InetSocketAddress(LOOPBACK, port(station)));
      RadioEndpoint radio = on.radio(options);
      Routes.await("both listen", () -> Routes.count(radio, "listeners") == 2);
      on.start("file");
      Routes.await(
          "the end",
          () -> {
            mostQueued.accumulateAndGet(mostQueued(radio), Math::max);
            return heard.ends() == 1;
          });
      Heard.same(heard.pcm(), Wav.data(file));
      assertThat(Routes.count(radio, "disconnectedListeners")).isEqualTo(1);
      assertThat(Routes.count(radio, "listeners")).isEqualTo(1);
      assertThat(Routes.count(radio, "droppedBlocks"))
          .satisfies(n -> assertThat(n > 0).isEqualTo(live));
      // A block is queued before the oldest one goes. What can wait is not dropped: as much again
      // may be on its way to the queue.
      assertThat(mostQueued.get()).isBetween(50, live ? 110 : 210);
      assertThat(count(log, "disconnected: it accepted no data for 1 s; 1 listening")).isOne();
      assertThat(log.all().stream().filter(line -> line.startsWith("WARN"))).hasSize(1);
      assertThat(drain(bad.getInputStream())).as("it was closed").isNotNegative();
    }
  }

  private static int mostQueued(RadioEndpoint radio) {
    int most = 0;
    for (String line : radio.listListeners()) {
      Matcher queued = QUEUED.matcher(line);
      assertThat(queued.find()).as(line).isTrue();
      most = Math.max(most, Integer.parseInt(queued.group(1)));
    }
    return most;
  }

  /** Reads to the end, however the other side made it. */
  private static long drain(InputStream in) {
    long sum = 0;
    try {
      byte[] bytes = new byte[100_000];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        sum += n;
      }
    } catch (IOException e) {
      // It was reset.
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({
    "true, connection reset by peer|broken pipe",
    "false, it closed the connection",
  })
  void listenerThatLeavesWithSoundOnItsWay_doesSoWithAReasonThatPeopleRead(
      boolean crash, String reason) throws Exception {
    Path file = noise(BROAD, 1_000);
    String station = station("tcp");
    try (LogLines log = new LogLines(station);
        Routes on = Routes.run(routes -> routes.from("wav:" + file + "?loop=true").to(station));
        Socket bad = new Socket()) {
      bad.setReceiveBufferSize(4_096);
      bad.connect(new InetSocketAddress(LOOPBACK, port(station)));
      Routes.await("it lags", () -> mostQueued(on.radio(station)) > 300);
      if (crash) {
        bad.setSoLinger(true, 0);
        bad.close();
      } else {
        bad.shutdownOutput();
      }
      Routes.await("it left", () -> Routes.count(on.radio(station), "listeners") == 0);
      Routes.await("it is said", () -> count(log, " left (") == 1);
      assertThat(log.all().get(log.all().size() - 1))
          .matches(".* left \\((" + reason + ")\\); 0 listening");
    }
  }

  // ---- for whom there is no room

  @Test
  void listenerBeyondTheLimit_overTcp_isClosedAtOnce_andGetsInOnceAnotherLeft() throws Exception {
    Path file = noise(FORMAT, 1_000);
    String station = station("tcp");
    String options = station + "?maxListeners=2";
    try (LogLines log = new LogLines(station);
        Routes on = Routes.run(routes -> routes.from("wav:" + file + "?loop=true").to(options));
        Socket one = new Socket(LOOPBACK, port(station));
        Socket two = new Socket(LOOPBACK, port(station))) {
      assertThat(one.getInputStream().read()).isNotNegative();
      assertThat(two.getInputStream().read()).isNotNegative();
      try (Socket three = new Socket(LOOPBACK, port(station))) {
        assertThat(three.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(count(log, "was turned away: maxListeners is reached; 2 listening")).isOne();
      assertThat(Routes.count(on.radio(options), "turnedAwayListeners")).isEqualTo(1);
      one.close();
      Routes.await("one left", () -> Routes.count(on.radio(options), "listeners") == 1);
      try (Socket three = new Socket(LOOPBACK, port(station))) {
        assertThat(three.getInputStream().read()).isNotNegative();
      }
    }
  }

  @Test
  void listenerBeyondTheLimit_overUdp_isToldSo_andGetsInOnceAnotherLeft() throws Exception {
    Path file = noise(FORMAT, 1_000);
    String station = station("udp");
    String options = station + "?maxListeners=2";
    Heard third = new Heard();
    try (LogLines log = new LogLines(station);
        Routes on = Routes.run(routes -> routes.from("wav:" + file + "?loop=true").to(options));
        Routes two = tune(station, new Heard())) {
      try (Routes one = tune(station, new Heard())) {
        Routes.await("two listen", () -> Routes.count(on.radio(options), "listeners") == 2);
        try (Routes three = tune(station, third)) {
          Routes.await("it is full", () -> count(log, "away (it is full)") == 1);
          one.close();
          Routes.await("the third hears", () -> third.size() > 0);
          assertThat(count(log, "away (it is full)")).isOne();
          assertThat(count(log, ": back")).isOne();
        }
      }
      assertThat(Routes.count(on.radio(options), "turnedAwayListeners")).isPositive();
    }
  }

  // ---- away and back

  @Test
  void stationThatIsKilled_isTunedInToAgain_eachTimeItIsBack() throws Exception {
    noise(FORMAT, 1_000);
    String tcp = station("tcp");
    String udp = station("udp");
    String route =
        RouteFile.write(
            directory,
            "On",
            "from(\"wav:noise-s16.wav?loop=true\").to(\"%s\", \"%s?expire=2s\");"
                .formatted(tcp, udp));
    Heard overTcp = new Heard();
    Heard overUdp = new Heard();
    try (LogLines tcpLog = new LogLines(tcp);
        LogLines udpLog = new LogLines(udp);
        Routes in =
            Routes.run(
                routes -> {
                  routes.from(tcp + "?reconnect=300ms").process(overTcp);
                  routes.from(udp + "?reconnect=300ms").process(overUdp);
                })) {
      Routes.await(
          "away", () -> count(tcpLog, "away (connection refused; does it listen on UDP?)") == 1);
      Routes.await("away", () -> count(udpLog, "away (nothing listens on that port)") == 1);
      for (int times = 1; times <= 3; times++) {
        int before = overTcp.size() + overUdp.size();
        int soFar = times;
        try (Program on = Program.camelAudio(directory, route)) {
          on.await("running On");
          Routes.await("back", () -> count(tcpLog, ": back") == soFar);
          Routes.await("back", () -> count(udpLog, ": back") == soFar);
          Routes.await("heard", () -> overTcp.size() + overUdp.size() > before + 50_000);
          on.kill();
        }
        Routes.await("away", () -> count(tcpLog, ": away (") == soFar + 1);
        Routes.await("away", () -> count(udpLog, ": away (") == soFar + 1);
      }
      assertThat(tcpLog.all()).hasSize(7);
      assertThat(udpLog.all()).hasSize(7);
    }
    assertThat(overTcp.size()).isPositive();
    assertThat(overUdp.size()).isPositive();
  }

  @Test
  void stationThatClosesAtOnce_isOneLine_andTriedEverLessOften() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket full = new ServerSocket(0, 10, LOOPBACK);
        LogLines log = new LogLines("radio:tcp://127.0.0.1:" + full.getLocalPort())) {
      Thread closer = new Thread(() -> closeAll(full, connections), "closer");
      closer.start();
      try (Routes in =
          Routes.run(
              routes -> routes.from("radio:tcp://127.0.0.1:" + full.getLocalPort()).to("log:x"))) {
        Thread.sleep(2_000);
      }
      full.close();
      closer.join();
      // At 0, 0.1, 0.3, 0.7 and 1.5 s.
      assertThat(connections.get()).isBetween(3, 5);
      assertThat(log.all())
          .hasSize(1)
          .first()
          .asString()
          .contains(
              "away (it ended the connection before any sound arrived; it may have reached maxListeners,"
                  + " or not have this address in its audio.accept)");
    }
  }

  private static void closeAll(ServerSocket server, AtomicInteger connections) {
    try {
      while (true) {
        server.accept().close();
        connections.incrementAndGet();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  // ---- start, stop, and ports that are taken

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void routes_startedAgainAndAgain_workEachTime_andLeaveNothing(String transport) throws Exception {
    Path file = noise(FORMAT, 1_000);
    String station = station(transport);
    Heard heard = new Heard();
    try (LogLines log = new LogLines(station);
        Routes both =
            Routes.run(
                routes -> {
                  routes
                      .from("wav:" + file + "?loop=true")
                      .routeId("on")
                      .autoStartup(false)
                      .to(station);
                  routes.from(station).routeId("in").autoStartup(false).process(heard);
                })) {
      for (int round = 1; round <= 5; round++) {
        int before = heard.size();
        int soFar = round;
        both.start("on");
        both.start("in");
        Routes.await("sound", () -> heard.size() > before + 10_000);
        assertThat(Routes.count(both.radio(station), "listeners")).isEqualTo(1);
        assertThat(both.radio(station).getStationState()).isEqualTo("UP");
        both.stop("in");
        Routes.await("it left", () -> Routes.count(both.radio(station), "listeners") == 0);
        both.stop("on");
        Routes.await("all threads have ended", () -> threads().isEmpty());
        isFree(port(station));
        assertThat(count(log, ": on the air")).isEqualTo(soFar);
        assertThat(count(log, ": tuned in")).isEqualTo(soFar);
      }
      assertThat(log.all().stream().filter(line -> line.startsWith("WARN"))).isEmpty();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("radio:"))
        .toList();
  }

  private static void isFree(int port) throws IOException {
    try (ServerSocket tcp = new ServerSocket(port, 1, LOOPBACK);
        DatagramSocket udp = new DatagramSocket(port, LOOPBACK)) {
      assertThat(tcp.getLocalPort()).isEqualTo(udp.getLocalPort());
    }
  }

  @Test
  void stationThatWaitsForAListener_canBeStopped() throws Exception {
    Path file = noise(FORMAT, 1_000);
    String station = station("tcp");
    Routes on = play(file, station + "?waitForListener=true");
    Thread.sleep(200);
    long start = System.nanoTime();
    on.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    Routes.await("all threads have ended", () -> threads().isEmpty());
  }

  @Test
  void routeThatTakesNoMoreBlocks_canBeStopped_andTheStationLetsItGo() throws Exception {
    Path file = noise(FORMAT, 1_000);
    String station = station("tcp");
    CountDownLatch held = new CountDownLatch(1);
    try (Routes on = Routes.run(routes -> routes.from("wav:" + file + "?loop=true").to(station))) {
      Routes in =
          Routes.run(
              routes ->
                  routes
                      .from(station)
                      .process(
                          exchange -> {
                            held.countDown();
                            Thread.sleep(60_000);
                          }));
      assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
      long start = System.nanoTime();
      in.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      Routes.await("it left", () -> Routes.count(on.radio(station), "listeners") == 0);
    }
    Routes.await("all threads have ended", () -> threads().isEmpty());
  }

  @Test
  void port_inUse_isNamed_andEndsTheRun() throws Exception {
    noise(FORMAT, 100);
    try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
        DatagramSocket udp = new DatagramSocket(0, LOOPBACK)) {
      udp.setReuseAddress(true); // as another station does
      for (String taken :
          new String[] {
            "tcp://127.0.0.1:" + tcp.getLocalPort(), "udp://127.0.0.1:" + udp.getLocalPort()
          }) {
        String route =
            RouteFile.write(
                directory, "On", "from(\"wav:noise-s16.wav\").to(\"radio:%s\");".formatted(taken));
        try (Program program = Program.camelAudio(directory, route)) {
          assertThat(program.exitCode(Duration.ofSeconds(20))).isEqualTo(1);
          assertThat(program.output())
              .contains("cannot listen on radio:" + taken + ": address already in use");
          assertThat(program.lines("^error: ")).as(program.output()).isEqualTo(1);
          assertThat(program.output()).as("one sentence").doesNotContain("Exception");
        }
      }
    }
  }
}
