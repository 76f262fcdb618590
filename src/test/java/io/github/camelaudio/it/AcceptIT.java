package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.wire.Encoded;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An address outside of {@code audio.accept}: no sound, no file, no answer, one line. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AcceptIT {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final PcmFormat FORMAT = Wire.PCM.defaultFormat();
  private static final int FRAMES = FORMAT.sampleRateHz() / 4;
  private static final int SOON_MILLIS = 300;
  private static final byte[] TEXT = "Hello".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  /** A receiver: how it is wired, and what is sent to it. */
  private record Receiver(String options, Wire wire, Transport transport, int port) {
    String name() {
      return wire + "-" + transport;
    }

    String from(String host) {
      String protocol = transport == Transport.TCP ? "tcp" : "udp";
      return "netty:" + protocol + "://" + host + ":" + port + "?{{audio." + options + ".receive}}";
    }

    List<byte[]> sound() {
      TestSound sound = TestSound.noise(FORMAT, 7, FRAMES);
      Encoded encoded = new Encoded(new WireCodecs(any -> null).encoder(wire, transport, FORMAT));
      int step = FRAMES / 10;
      for (int at = 0; at < FRAMES / step * step; at += step) {
        encoded.add(sound.block(at, at + step));
      }
      return encoded.add(sound.end()).take();
    }
  }

  private static List<Receiver> receivers() throws IOException {
    return List.of(
        new Receiver("tcp", Wire.RTP, Transport.TCP, Tools.freePort()),
        new Receiver("udp", Wire.RTP, Transport.UDP, Tools.freePort()),
        new Receiver("pyshine", Wire.PYSHINE, Transport.TCP, Tools.freePort()),
        new Receiver("pyaudio", Wire.PYAUDIO, Transport.TCP, Tools.freePort()),
        new Receiver("pcm", Wire.PCM, Transport.UDP, Tools.freePort()));
  }

  private static void accept(RouteBuilder routes, @Nullable String rule) {
    if (rule != null) {
      routes.getCamelContext().getPropertiesComponent().addInitialProperty("audio.accept", rule);
    }
  }

  private Routes receiving(List<Receiver> receivers, String host, @Nullable String rule)
      throws Exception {
    return Routes.run(
        routes -> {
          accept(routes, rule);
          for (Receiver receiver : receivers) {
            routes.from(receiver.from(host)).to("wav:" + recordings(receiver) + "?minLength=0ms");
          }
        });
  }

  private Path recordings(Receiver receiver) {
    return directory.resolve(receiver.name());
  }

  /** Sends a sound; for TCP what is read then, -1 for the end. */
  private static int send(Receiver receiver) throws IOException {
    if (receiver.transport == Transport.TCP) {
      try (Socket socket = new Socket(LOOPBACK, receiver.port)) {
        return answer(socket, Encoded.bytes(receiver.sound()));
      }
    }
    try (DatagramSocket socket = connected(receiver.port)) {
      for (byte[] datagram : receiver.sound()) {
        say(socket, datagram);
      }
      assertThat(isAnswered(socket)).as(receiver.name()).isFalse();
    }
    return -1;
  }

  /** What is read first; 0 when nothing comes, -1 when the connection is closed. */
  private static int answer(Socket socket, byte[] bytes) throws IOException {
    socket.setSoTimeout(SOON_MILLIS);
    try {
      socket.getOutputStream().write(bytes);
      return Math.max(-1, Math.min(1, socket.getInputStream().read()));
    } catch (SocketTimeoutException e) {
      return 0;
    } catch (IOException e) {
      return -1; // closed while we wrote
    }
  }

  private static DatagramSocket connected(int port) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
    socket.connect(LOOPBACK, port);
    socket.setSoTimeout(SOON_MILLIS);
    return socket;
  }

  private static void say(DatagramSocket socket, byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length));
  }

  private static boolean isAnswered(DatagramSocket socket) throws IOException {
    try {
      socket.receive(new DatagramPacket(new byte[2_000], 2_000));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void receivers_hearNobodyFromOutside_andSayItOnce() throws Exception {
    List<Receiver> receivers = receivers();
    try (LogLines log = new LogLines("port ");
        Routes on = receiving(receivers, "127.0.0.1", "10.0.0.0/8")) {
      for (Receiver receiver : receivers) {
        assertThat(send(receiver))
            .as("%s: the connection is closed", receiver.name())
            .isEqualTo(-1);
        assertThat(send(receiver)).isEqualTo(-1);
      }
      assertThat(log.all())
          .singleElement()
          .asString()
          .contains(": refused 127.0.0.1: its address is outside of audio.accept=10.0.0.0/8;")
          .contains("to accept it: audio.accept=10.0.0.0/8,127.0.0.1;");
      assertThat(on.unaccepted()).isGreaterThan(2L * receivers.size());
    }
    for (Receiver receiver : receivers) {
      assertThat(Recordings.of(recordings(receiver))).as(receiver.name()).isEmpty();
    }
  }

  @Test
  void receivers_hearThisMachine_unlessAudioAcceptSaysOtherwise() throws Exception {
    List<Receiver> receivers = receivers();
    try (LogLines log = new LogLines("port ");
        Routes on = receiving(receivers, "127.0.0.1", null)) {
      for (Receiver receiver : receivers) {
        send(receiver);
        Routes.await(receiver.name(), () -> Recordings.of(recordings(receiver)).size() == 1);
      }
      assertThat(log.all()).isEmpty();
      assertThat(on.unaccepted()).isZero();
    }
  }

  /** One socket of both families: who comes by IPv4 has an IPv4-mapped address of IPv6 there. */
  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "::ffff:127.0.0.0/104, true", "::/0, false"})
  void anIpv4Peer_ofASocketOfBothFamilies_countsAsIpv4(String rule, boolean heard)
      throws Exception {
    List<Receiver> receivers = receivers().subList(0, 2);
    try (Routes on = receiving(receivers, "[::]", rule)) {
      for (Receiver receiver : receivers) {
        send(receiver);
        if (heard) {
          Routes.await(receiver.name(), () -> Recordings.of(recordings(receiver)).size() == 1);
        }
      }
      assertThat(on.unaccepted() == 0).isEqualTo(heard);
    }
    for (Receiver receiver : receivers) {
      assertThat(Recordings.of(recordings(receiver))).hasSize(heard ? 1 : 0);
    }
  }

  private Path noise() throws IOException {
    PcmFormat format = FORMAT;
    return Wav.write(directory.resolve("noise.wav"), format, Wav.noise(format, 1_000, 1));
  }

  private static byte[] hello() {
    ByteBuf message =
        new HelloMessage(HelloMessage.Kind.HELLO, HelloMessage.Cookie.NONE, 0)
            .write(UnpooledByteBufAllocator.DEFAULT);
    byte[] bytes = ByteBufUtil.getBytes(message);
    message.release();
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stations_answerOnlyWhomAudioAcceptHas(boolean accepted) throws Exception {
    int tcp = Tools.freePort();
    int udp = Tools.freePort();
    int text = Tools.freePort();
    String file = "wav:" + noise() + "?loop=true";
    try (LogLines log = new LogLines("port ");
        Routes on =
            Routes.run(
                routes -> {
                  accept(routes, accepted ? null : "10.0.0.0/8");
                  routes
                      .from(file)
                      .multicast()
                      .to("radio:tcp://127.0.0.1:" + tcp, "radio:udp://127.0.0.1:" + udp)
                      .to("radio:udp://127.0.0.1:" + text + "?wire=pcm&hello=Hello");
                });
        DatagramSocket greeter = connected(udp);
        DatagramSocket speaker = connected(text);
        Socket listener = new Socket(LOOPBACK, tcp)) {
      say(greeter, hello());
      say(greeter, "no hello".getBytes(StandardCharsets.UTF_8));
      say(speaker, TEXT);
      assertThat(answer(listener, new byte[0]) >= 0).as("over TCP").isEqualTo(accepted);
      assertThat(isAnswered(greeter)).as("hello").isEqualTo(accepted);
      assertThat(isAnswered(speaker)).as("a text").isEqualTo(accepted);
      assertThat(log.all()).hasSize(1); // the datagram that is no hello, or the address
      assertThat(log.all().get(0).contains("outside of audio.accept")).isEqualTo(!accepted);
      assertThat(on.unaccepted()).isEqualTo(accepted ? 0 : 4);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  /** A tuner connects to whom its URI names, whatever the rule. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void tuningIn_toAStationOutside_isHeard(String transport) throws Exception {
    String station = "radio:" + transport + "://127.0.0.1:" + Tools.freePort();
    String file = "wav:" + noise() + "?loop=true";
    Path got = directory.resolve("got");
    try (Routes air = Routes.run(routes -> routes.from(file).to(station));
        Routes tuned =
            Routes.run(
                routes -> {
                  accept(routes, "10.0.0.0/8");
                  routes.from(station).to("wav:" + got + "?minLength=0ms");
                })) {
      Routes.await("a recording", () -> Recordings.of(got).size() == 1);
      assertThat(tuned.unaccepted() + air.unaccepted()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"netty:tcp://127.0.0.1:9600?{{audio.tcp.receive}}", "radio:tcp://[::1]:9"})
  void aValueThatIsNoRule_failsTheStart(String from) {
    assertThatThrownBy(
            () ->
                Routes.run(
                        routes -> {
                          accept(routes, "localhost");
                          routes.from(from).to("mock:heard");
                        })
                    .close())
        .hasStackTraceContaining(
            "option audio.accept=localhost: 'localhost' is no IPv4 or IPv6 address");
  }

  @Test
  void oneContext_hasOneRule() throws Exception {
    try (Routes on = Routes.run(routes -> accept(routes, "203.0.113.7"))) {
      AddressRule rule = on.codecs().guard().rule();
      assertThat(rule).hasToString("audio.accept=203.0.113.7");
      assertThat(on.codecs().guard().rule()).isSameAs(rule);
    }
  }
}
