package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.radio.RadioEndpoint;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crowds, liars and vandals: they get nothing that they should not, and nobody else notices. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
@SuppressWarnings("try") // most routes only have to run
class RadioHostileIT {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
  private static final int SOON_MILLIS = 300;
  private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.UTF_8);
  private static final Pattern LISTENING = Pattern.compile("; (\\d+) listening");

  @TempDir Path directory;

  private Path noise() throws IOException {
    return Wav.write(directory.resolve("noise.wav"), FORMAT, Wav.noise(FORMAT, 1_000, 1));
  }

  private static Routes onAir(Path file, String station) throws Exception {
    return Routes.run(routes -> routes.from("wav:" + file + "?loop=true").to(station));
  }

  // ---- hello over UDP

  private static byte[] greeting(HelloMessage.Kind kind, HelloMessage.Cookie cookie) {
    ByteBuf bytes = new HelloMessage(kind, cookie, 0).write(UnpooledByteBufAllocator.DEFAULT);
    byte[] copy = ByteBufUtil.getBytes(bytes);
    bytes.release();
    return copy;
  }

  private static void say(DatagramSocket socket, byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, socket.getRemoteSocketAddress()));
  }

  /** The next datagram; null when none comes soon. */
  private static byte @Nullable [] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    socket.setSoTimeout(SOON_MILLIS);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      return null;
    }
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /** All datagrams that come until none has come for a while. */
  private static List<byte[]> receiveAll(DatagramSocket socket) throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (byte[] next = receive(socket); next != null; next = receive(socket)) {
      assertThat(all).as("a stream").hasSizeLessThan(1_000);
      all.add(next);
    }
    return all;
  }

  private static HelloMessage read(byte @Nullable [] datagram) {
    if (datagram == null) {
      throw new AssertionError("no answer");
    }
    HelloMessage greeting = HelloMessage.read(Unpooled.wrappedBuffer(datagram));
    if (greeting == null) {
      throw new AssertionError("no greeting");
    }
    return greeting;
  }

  private static DatagramSocket connected(int port) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
    socket.connect(LOOPBACK, port);
    return socket;
  }

  @Test
  void helloWithoutTheCookieForItsAddress_getsNoMoreThanItSent() throws Exception {
    int port = Tools.freePort();
    String station = "radio:udp://127.0.0.1:" + port;
    try (Routes on = onAir(noise(), station);
        DatagramSocket other = connected(port);
        DatagramSocket socket = connected(port)) {
      say(other, greeting(HelloMessage.Kind.HELLO, HelloMessage.Cookie.NONE));
      HelloMessage.Cookie others = read(receive(other)).cookie();
      for (HelloMessage.Cookie cookie :
          List.of(HelloMessage.Cookie.NONE, new HelloMessage.Cookie(1, 2), others)) {
        say(socket, greeting(HelloMessage.Kind.HELLO, cookie));
        List<byte[]> answers = receiveAll(socket);
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0)).hasSize(HelloMessage.SIZE_BYTES);
        assertThat(read(answers.get(0)).kind()).isEqualTo(HelloMessage.Kind.COOKIE);
      }
      for (HelloMessage.Kind kind : HelloMessage.Kind.values()) {
        if (kind != HelloMessage.Kind.HELLO) {
          say(socket, greeting(kind, HelloMessage.Cookie.NONE));
        }
      }
      say(socket, HELLO);
      say(socket, new byte[0]);
      say(socket, new byte[2_000]);
      assertThat(receiveAll(socket)).isEmpty();
      assertThat(Routes.count(on.radio(station), "joinedListeners")).isZero();
    }
  }

  @Test
  void helloWithTheCookie_getsTheStream_untilItLeaves() throws Exception {
    int port = Tools.freePort();
    String station = "radio:udp://127.0.0.1:" + port;
    try (LogLines log = new LogLines(station);
        Routes on = onAir(noise(), station);
        DatagramSocket socket = connected(port)) {
      HelloMessage.Cookie cookie = tuneIn(socket);
      say(socket, greeting(HelloMessage.Kind.LEAVE, HelloMessage.Cookie.NONE));
      for (int i = 0; i < 100; i++) {
        byte[] sound = receive(socket);
        assertThat(sound).as("RTP of version 2").isNotNull().startsWith(0x90);
      }
      say(socket, greeting(HelloMessage.Kind.LEAVE, cookie));
      Routes.await("it left", () -> Routes.count(on.radio(station), "listeners") == 0);
      receiveAll(socket); // what was there before
      assertThat(receive(socket)).isNull();
      awaitLast(log, " left (it said so); 0 listening");
      say(socket, greeting(HelloMessage.Kind.HELLO, cookie));
      assertThat(receive(socket)).as("it may come back").isNotNull();
      assertThat(Routes.count(on.radio(station), "joinedListeners")).isEqualTo(2);
    }
  }

  private static HelloMessage.Cookie tuneIn(DatagramSocket socket) throws IOException {
    say(socket, greeting(HelloMessage.Kind.HELLO, HelloMessage.Cookie.NONE));
    HelloMessage.Cookie cookie = read(receive(socket)).cookie();
    say(socket, greeting(HelloMessage.Kind.HELLO, cookie));
    for (int i = 0; i < 10; i++) {
      byte[] datagram = receive(socket);
      assertThat(datagram).isNotNull();
      HelloMessage greeting = HelloMessage.read(Unpooled.wrappedBuffer(datagram));
      if (greeting != null) {
        assertThat(greeting.kind()).isEqualTo(HelloMessage.Kind.WELCOME);
        assertThat(greeting.cookie()).isEqualTo(cookie);
        return cookie;
      }
    }
    throw new AssertionError("sound, but no welcome");
  }

  @Test
  void stationThatIsFull_saysSo_withTheCookieOfTheHello() throws Exception {
    int port = Tools.freePort();
    try (Routes on = onAir(noise(), "radio:udp://127.0.0.1:" + port + "?maxListeners=1");
        DatagramSocket first = connected(port);
        DatagramSocket second = connected(port)) {
      tuneIn(first);
      say(second, greeting(HelloMessage.Kind.HELLO, HelloMessage.Cookie.NONE));
      HelloMessage.Cookie cookie = read(receive(second)).cookie();
      say(second, greeting(HelloMessage.Kind.HELLO, cookie));
      assertThat(read(receive(second)))
          .isEqualTo(new HelloMessage(HelloMessage.Kind.FULL, cookie, 0));
    }
  }

  /** A socket that is connected hears nobody but the address that it asked. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void stationOnAllAddresses_answersAndSends_fromTheOneThatWasAsked() throws Exception {
    int port = Tools.freePort();
    String station = "radio:udp://0.0.0.0:" + port;
    try (Routes on = onAir(noise(), station);
        DatagramSocket first = new DatagramSocket(0, LOOPBACK);
        DatagramSocket second = new DatagramSocket(0, LOOPBACK)) {
      first.connect(LOOPBACK, port);
      second.connect(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), port);
      tuneIn(first);
      tuneIn(second);
      for (int i = 0; i < 20; i++) {
        assertThat(receive(first)).isNotNull();
        assertThat(receive(second)).isNotNull();
      }
      assertThat(Routes.count(on.radio(station), "listeners")).isEqualTo(2);
    }
  }

  @Test
  void listenerThatSaysHelloNoMore_isGoneAfterItsLease() throws Exception {
    int port = Tools.freePort();
    String station = "radio:udp://127.0.0.1:" + port + "?expire=2s";
    try (LogLines log = new LogLines("radio:udp://127.0.0.1:" + port);
        Routes on = onAir(noise(), station);
        DatagramSocket faithful = connected(port);
        DatagramSocket socket = connected(port)) {
      HelloMessage.Cookie cookie = tuneIn(faithful);
      tuneIn(socket);
      long start = System.nanoTime();
      RadioEndpoint radio = on.radio(station);
      Routes.await(
          "one is gone",
          () -> {
            say(faithful, greeting(HelloMessage.Kind.HELLO, cookie));
            return Routes.count(radio, "listeners") == 1;
          });
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(4_000));
      awaitLast(
          log,
          ":" + socket.getLocalPort() + " disconnected: it has not said hello again; 1 listening");
      receiveAll(socket);
      assertThat(receive(socket)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30})
  void listenerWhosePortCloses_isGoneWithTheFirstDatagramThatNobodyTakes(int expireSeconds)
      throws Exception {
    int port = Tools.freePort();
    String station =
        "radio:udp://127.0.0.1:"
            + port
            + "?wire=pcm&format=s16/48000/2&expire="
            + expireSeconds
            + "s";
    try (LogLines log = new LogLines("radio:udp://127.0.0.1:" + port);
        Routes on = onAir(noise(), station)) {
      try (DatagramSocket socket = connected(port)) {
        say(socket, HELLO);
        assertThat(receive(socket)).isNotNull();
      }
      Routes.await("it is gone", () -> Routes.count(on.radio(station), "listeners") == 0);
      awaitLast(log, " left (nothing listens on that port); 0 listening");
    }
  }

  /** Whoever goes is counted out first, and then it is said. */
  private static void awaitLast(LogLines log, String part) {
    Awaitility.await("the last line")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(log.all()).last().asString().contains(part));
  }

  // ---- floods

  @Test
  void floodOfHellos_fillsNeitherMemoryNorLog_andOneWhoMeansItHearsEverything() throws Exception {
    byte[] loop = Wav.data(noise());
    int rtp = Tools.freePort();
    int pcm = Tools.freePort();
    String route =
        RouteFile.write(
            directory,
            "On",
            """
            from("wav:noise.wav?loop=true").to(
                "radio:udp://127.0.0.1:%d?maxListeners=20",
                "radio:udp://127.0.0.1:%d?wire=pcm&maxListeners=20&format=s16/48000/2");
            """
                .formatted(rtp, pcm));
    Heard heard = new Heard();
    long start = System.nanoTime();
    try (Program on = Program.camelAudio(64, directory, route).await("running On")) {
      String tuner = "radio:udp://127.0.0.1:" + rtp + "?reconnect=200ms";
      Flood one = new Flood(rtp, greeting(HelloMessage.Kind.HELLO, HelloMessage.Cookie.NONE));
      Flood two = new Flood(pcm, HELLO);
      try (Routes in = Routes.run(routes -> routes.from(tuner).process(heard))) {
        Routes.await("heard in the flood", () -> heard.size() > 0);
        one.end();
        two.end();
        int before = heard.size();
        Routes.await("heard afterwards", () -> heard.size() > before + 100_000);
      }
      isPieceOf(loop, heard.pcm());
      try (DatagramSocket socket = connected(pcm)) {
        Routes.await(
            "the other station has room again",
            () -> {
              say(socket, HELLO);
              return receive(socket) != null;
            });
      }
      assertThat(on.isAlive()).isTrue();
      Matcher listening = LISTENING.matcher(on.output());
      while (listening.find()) {
        assertThat(Integer.parseInt(listening.group(1))).isLessThanOrEqualTo(20);
      }
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
      // Of each station 100 lines at once, and then ten a minute; and the first words.
      assertThat(on.lines("")).as(on.output()).isLessThan(10 + 2 * (100 + 11 * (seconds / 60 + 1)));
      assertThat(on.output()).doesNotContain("OutOfMemory");
    }
  }

  /** Whether it is an unbroken piece of a sound that is repeated for ever. */
  private static void isPieceOf(byte[] loop, byte[] piece) {
    int start = 0;
    while (!Arrays.equals(loop, start, start + 100, piece, 0, 100)) {
      start += FORMAT.bytesPerFrame();
    }
    byte[] expected = new byte[piece.length];
    for (int i = 0; i < piece.length; i++) {
      expected[i] = loop[(start + i) % loop.length];
    }
    Heard.same(piece, expected);
  }

  @Test
  void thousandsWhoConnectAndGo_leaveNothingBehind() throws Exception {
    noise();
    int port = Tools.freePort();
    String route =
        RouteFile.write(
            directory,
            "On",
            "from(\"wav:noise.wav?loop=true\").to(\"radio:tcp://127.0.0.1:%d?maxListeners=20\");"
                .formatted(port));
    long start = System.nanoTime();
    try (Program on = Program.camelAudio(64, directory, route).await("running On")) {
      connectAndGo(port, 100);
      hear(port, 20);
      Thread.sleep(500);
      long files = entries(on, "fd");
      long threads = entries(on, "task");
      connectAndGo(port, 5_000);
      hear(port, 20);
      Routes.await("as many files as before", () -> entries(on, "fd") <= files + 2);
      assertThat(entries(on, "task")).isBetween(threads - 4, threads + 4);
      long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
      assertThat(on.lines("")).as(on.output()).isLessThan(10 + 100 + 11 * (seconds / 60 + 1));
      assertThat(on.output()).doesNotContain("OutOfMemory");
    }
  }

  @Test
  void stationThatMayOpenNoMoreFiles_saysSoOnce_andTakesOthersOnceItMay() throws Exception {
    Tools.need("prlimit", "util-linux");
    noise();
    int tcp = Tools.freePort();
    int udp = Tools.freePort();
    String route =
        RouteFile.write(
            directory,
            "On",
            """
            from("wav:noise.wav?loop=true").to(
                "radio:tcp://127.0.0.1:%d",
                "radio:udp://127.0.0.1:%d?wire=pcm&format=s16/48000/2");
            """
                .formatted(tcp, udp));
    List<Socket> sockets = new ArrayList<>();
    try (Program on = Program.camelAudio(directory, route).await("running On");
        DatagramSocket late = connected(udp)) {
      hear(tcp, 1);
      on.await("left .*; 0 listening"); // with its file
      mayOpen(on, highestFile(on) + 3);
      for (int i = 0; i < 200; i++) {
        sockets.add(new Socket(LOOPBACK, tcp)); // the operating system takes them, for a while
      }
      on.await("warning: radio:tcp.*: cannot accept listeners: too many open files");
      say(late, HELLO);
      on.await("warning: radio:udp.*: cannot accept listeners: too many open files");
      Thread.sleep(2_500);
      assertThat(on.lines("too many open files")).as(on.output()).isEqualTo(2);
      mayOpen(on, 1_000);
      Routes.await(
          "the same one is let in",
          () -> {
            say(late, HELLO);
            return receive(late) != null;
          });
      for (Socket socket : sockets) {
        socket.setSoTimeout(10_000);
        assertThat(socket.getInputStream().read()).isNotNegative();
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private void mayOpen(Program program, long files) throws Exception {
    try (Program prlimit =
        Program.of(
            directory, Map.of(), "prlimit", "--pid=" + program.pid(), "--nofile=" + files + ":")) {
      assertThat(prlimit.exitCode(Duration.ofSeconds(10))).as(prlimit.output()).isZero();
    }
  }

  private static long entries(Program program, String kind) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + program.pid(), kind))) {
      return files.count();
    }
  }

  /** The limit is on a file's number, not on how many there are. */
  private static long highestFile(Program program) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + program.pid(), "fd"))) {
      return files.mapToLong(file -> Long.parseLong(file.getFileName().toString())).max().orElse(0);
    }
  }

  /** Half of them close, half of them reset; some have read something. */
  private static void connectAndGo(int port, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      try (Socket socket = new Socket(LOOPBACK, port)) {
        if (i % 10 < 2) {
          socket.getInputStream().skip(1);
        }
        if (i % 2 == 0) {
          socket.setSoLinger(true, 0);
        }
      }
    }
  }

  /** So many get in, and hear something. */
  private static void hear(int port, int listeners) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      while (sockets.size() < listeners) {
        Routes.await(
            "listener " + sockets.size() + " hears something",
            () -> {
              Socket socket = new Socket(LOOPBACK, port);
              sockets.add(socket);
              if (socket.getInputStream().read() >= 0) {
                return true;
              }
              sockets.remove(socket);
              socket.close(); // those before it are still being noticed
              return false;
            });
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  // ---- stations that send anything but sound

  @Test
  void stationsThatSendHostileBytes_areLeft_triedEverLessOften_andTheNextOneIsHeard()
      throws Exception {
    List<String> wires = List.of("rtp", "pyshine", "pyaudio");
    PcmFormat format = new PcmFormat(44_100, 2, Encoding.S16);
    byte[] pcm = Arrays.copyOf(Wav.noise(format, 2_000, 1), 80 * 1_024 * 4);
    Path file = Wav.write(directory.resolve("good.wav"), format, pcm);
    List<EvilStation> evil = new ArrayList<>();
    StringBuilder routes = new StringBuilder();
    for (String wire : wires) {
      EvilStation station = new EvilStation(wire.equals("rtp") ? notRtp() : evilPickles());
      evil.add(station);
      routes.append(
          "from(\"radio:tcp://127.0.0.1:%d?wire=%s&reconnect=1000ms\")\n"
              .formatted(station.port(), wire));
      routes.append("    .to(\"wav:got/%s?format=s16/44100/2\");%n".formatted(wire));
    }
    try (Program in =
        Program.camelAudio(64, directory, RouteFile.write(directory, "In", routes.toString()))) {
      in.await("running In");
      Thread.sleep(4_500);
      for (EvilStation station : evil) {
        station.close();
        // At 0, 0.1, 0.3, 0.7, 1.5, 2.5, 3.5 and 4.5 s.
        assertThat(station.connections()).isBetween(5, 9);
        assertThat(in.lines("127.0.0.1:" + station.port() + ": away \\(")).isEqualTo(1);
      }
      assertThat(in.lines("warning: port \\d+: refused what 127.0.0.1 sent"))
          .as(in.output())
          .isBetween(2L, 11L);
      String[] stations = new String[wires.size()];
      for (int i = 0; i < stations.length; i++) {
        stations[i] =
            "radio:tcp://127.0.0.1:%d?wire=%s&waitForListener=true"
                .formatted(evil.get(i).port(), wires.get(i));
      }
      try (Routes on = Routes.run(good -> good.from("wav:" + file + "?paced=false").to(stations))) {
        for (String wire : wires) {
          in.await("wav:got/" + wire + ": recorded .*nothing missing", Duration.ofSeconds(10));
        }
      }
      assertThat(in.output()).doesNotContain("OutOfMemory");
    }
    for (String wire : wires) {
      Heard.same(Wav.data(Recordings.only(directory.resolve("got").resolve(wire))), pcm);
    }
    assertThat(directory.resolve("pwned")).doesNotExist();
  }

  private static List<byte[]> notRtp() {
    byte[] huge = new byte[1_000];
    Arrays.fill(huge, (byte) 0xFF);
    return List.of(
        "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8),
        huge,
        new byte[] {0, 12, 0x40, 0x61});
  }

  private static List<byte[]> evilPickles() {
    byte[] call = "cos\nsystem\n(S'touch pwned'\ntR.".getBytes(StandardCharsets.UTF_8);
    byte[] bomb = {(byte) 0x80, 4, (byte) 0x8E, -1, -1, -1, -1, -1, -1, -1, 0x7F, 'x', '.'};
    return List.of(
        message(call.length, call),
        message(bomb.length, bomb),
        message(-1, call),
        message(1L << 40, call),
        message(0, call));
  }

  private static byte[] message(long length, byte[] pickle) {
    return ByteBuffer.allocate(8 + pickle.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(pickle)
        .array();
  }
}
