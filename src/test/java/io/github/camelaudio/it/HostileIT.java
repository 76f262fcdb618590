package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever else arrives on the ports: refused, said once, and nobody else notices. */
class HostileIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path directory;

  private Program receiver(String transport, int port) throws Exception {
    String route =
        RouteFile.write(
            directory,
            "Record",
            "from(\"netty:%s://127.0.0.1:%d?{{audio.%s.receive}}\").to(\"wav:got\");"
                .formatted(transport, port, transport));
    return Program.camelAudio(directory, route).await("running Record");
  }

  private Program sender(String transport, int port) throws Exception {
    return Program.camelAudio(
        directory, "WavSender.java", "file=noise.wav", "transport=" + transport, "port=" + port);
  }

  @Test
  void garbageOnTcp_closesItsConnection_andDisturbsNoOther() throws Exception {
    byte[] pcm = Wav.noise(FORMAT, 4_000, 1);
    Wav.write(directory.resolve("noise.wav"), FORMAT, pcm);
    int port = Tools.freePort();
    try (Program to = receiver("tcp", port);
        Program from = sender("tcp", port)) {
      to.await("recording stream");
      assertThat(answer(port, new byte[] {'G', 'E', 'T', ' ', '/', '\n'})).isEqualTo(-1);
      assertThat(answer(port, HexFormat.of().parseHex("ffff00ff"))).as("huge length").isEqualTo(-1);
      assertThat(answer(port, HexFormat.of().parseHex("000c4061"))).as("version 1").isEqualTo(-1);
      Random random = new Random(5);
      for (int i = 0; i < 20; i++) {
        byte[] noise = new byte[10_000];
        random.nextBytes(noise);
        noise[2] &= 0x3F; // never by chance the version of RTP
        assertThat(answer(port, noise)).as("noise %d of seed 5", i).isEqualTo(-1);
      }
      // Half a packet, and silence: closed by the clock.
      assertThat(answer(port, HexFormat.of().parseHex("00208061"))).isEqualTo(-1);
      assertThat(from.exitCode(Duration.ofSeconds(20))).as(from.output()).isZero();
      to.await("recorded 4.000 s .*nothing missing");
      // Once for each kind of reason, and again for another connection ten seconds later.
      assertThat(to.lines("refused what 127.0.0.1 sent: not RTP: version")).isBetween(1L, 3L);
      assertThat(to.lines("sent: a packet stayed incomplete for 10 seconds")).isEqualTo(1);
      assertThat(to.lines("warning")).as(to.output()).isBetween(2L, 4L);
    }
    assertThat(Arrays.equals(Wav.data(Recordings.only(directory.resolve("got"))), pcm)).isTrue();
  }

  /** Sends bytes, and reads until the other side closes; -1 when it did. */
  private static int answer(int port, byte[] bytes) throws Exception {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(bytes);
        return socket.getInputStream().read();
      } catch (SocketTimeoutException e) {
        return 0;
      } catch (IOException e) {
        return -1; // closed while we still wrote
      }
    }
  }

  @Test
  void garbageOnUdp_isDropped_andTheStreamGoesOn() throws Exception {
    byte[] pcm = Wav.noise(FORMAT, 3_000, 1);
    Wav.write(directory.resolve("noise.wav"), FORMAT, pcm);
    int port = Tools.freePort();
    try (Program to = receiver("udp", port);
        Program from = sender("udp", port);
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      to.await("recording stream");
      Random random = new Random(6);
      for (int i = 0; i < 200; i++) {
        byte[] noise = new byte[random.nextInt(1_400)];
        random.nextBytes(noise);
        if (noise.length > 0) {
          noise[0] &= 0x3F; // never by chance the version of RTP
        }
        socket.send(new DatagramPacket(noise, noise.length, LOOPBACK, port));
      }
      byte[] longest = new byte[65_507];
      socket.send(new DatagramPacket(longest, longest.length, LOOPBACK, port));
      assertThat(from.exitCode(Duration.ofSeconds(20))).as(from.output()).isZero();
      to.await("recorded 3.000 s .*nothing missing");
      assertThat(to.lines("warning")).as(to.output()).isEqualTo(1);
    }
    assertThat(Arrays.equals(Wav.data(Recordings.only(directory.resolve("got"))), pcm)).isTrue();
  }

  @Test
  void recordingDirectory_thatCannotBeMade_isOneErrorAtTheStart() throws Exception {
    Wav.write(directory.resolve("noise.wav"), FORMAT, Wav.noise(FORMAT, 1_000, 1));
    String route =
        RouteFile.write(
            directory,
            "TwoRecorders",
            "from(\"wav:noise.wav?onEnd=exit\").multicast()"
                + ".to(\"wav:noise.wav/below?fileName=take.wav\", \"wav:made/for/us\");");
    try (Program run = Program.camelAudio(directory, route)) {
      assertThat(run.exitCode(Duration.ofSeconds(20))).as(run.output()).isEqualTo(1);
      assertThat(run.output().lines().filter(line -> !line.contains("console: http")).toList())
          .singleElement(STRING)
          .startsWith("error: cannot record to noise.wav/below: ")
          .endsWith("noise.wav is a file; name another directory");
    }
  }
}
