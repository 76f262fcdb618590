package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver's socket takes, and what it says of what it does not. */
class SocketIT {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int L16_STEREO = 10;
  private static final int HEADER_BYTES = 12;

  @TempDir Path directory;

  private Program receiver(int port) throws Exception {
    String route =
        RouteFile.write(
            directory,
            "Record",
            "from(\"netty:udp://127.0.0.1:%d?{{audio.udp.receive}}\").to(\"wav:got\");"
                .formatted(port));
    return Program.camelAudio(directory, route).await("running Record");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void packetsThatTheReceiverReadsTooLate_areDropsOfItsSocket_andNotLostOnTheNetwork()
      throws Exception {
    int port = Tools.freePort();
    try (Program to = receiver(port);
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      int first = 30; // enough for a file
      for (int i = 0; i < first; i++) {
        send(socket, port, i, 441);
      }
      to.await("recording stream");
      signal(to, "STOP");
      int packets = 20_000; // 46 MB as the system counts them: more than any receive buffer
      for (int i = first; i <= packets; i++) {
        send(socket, port, i, 441);
      }
      signal(to, "CONT");
      // Those that come after the drops show by their sequence numbers that there was a gap.
      for (int i = 1; i <= 10; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
        send(socket, port, packets + i, 441);
      }
      to.stop();
      assertThat(to.lines("network .* 0 lost, 0 refused, [0-9]+ packets dropped by this machine's"))
          .as(to.output())
          .isEqualTo(1);
    }
  }

  @Test
  void theLongestDatagram_arrivesWhole() throws Exception {
    int port = Tools.freePort();
    try (Program to = receiver(port);
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      int frames = (65_507 - HEADER_BYTES) / 4;
      send(socket, port, 0, frames);
      to.await("recording stream");
      to.stop();
      assertThat(to.lines("recorded %.3f s .*nothing missing".formatted(frames / 44_100.0)))
          .as(to.output())
          .isEqualTo(1);
    }
  }

  /** RFC 3550 5.1 and RFC 3551: a packet of silence. */
  private static void send(DatagramSocket socket, int port, int number, int frames)
      throws Exception {
    byte[] packet =
        ByteBuffer.allocate(HEADER_BYTES + 4 * frames)
            .put((byte) 0x80)
            .put((byte) L16_STEREO)
            .putShort((short) number)
            .putInt(number * frames)
            .putInt(4711)
            .array();
    socket.send(new DatagramPacket(packet, packet.length, LOOPBACK, port));
  }

  private static void signal(Program program, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(program.pid())).start().waitFor();
  }
}
