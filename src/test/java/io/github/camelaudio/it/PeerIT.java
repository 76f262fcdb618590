package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are away, stall, and come back. */
class PeerIT {

  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);
  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;

  @TempDir Path directory;

  private String sender(int... ports) throws Exception {
    StringBuilder targets = new StringBuilder();
    for (int port : ports) {
      targets
          .append(targets.isEmpty() ? "" : ", ")
          .append("\"netty:tcp://127.0.0.1:%d?{{audio.tcp.send}}\"".formatted(port));
    }
    return RouteFile.write(
        directory,
        "FanOut",
        "from(\"wav:noise.wav?{{how}}\").multicast().to(%s);".formatted(targets));
  }

  private String receiver(int port) throws Exception {
    return RouteFile.write(
        directory,
        "Record",
        "from(\"netty:tcp://127.0.0.1:%d?{{audio.tcp.receive}}\").to(\"wav:got?fileName=take.wav\");"
            .formatted(port));
  }

  @Test
  void stalledReceiver_besideAGoodOne_costsTheGoodOneNothing() throws Exception {
    Wav.write(directory.resolve("noise.wav"), FORMAT, Wav.noise(FORMAT, 12_000, 1));
    int good = Tools.freePort();
    List<Socket> accepted = new ArrayList<>();
    try (ServerSocket stalled = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Program to = Program.camelAudio(directory, receiver(good)).await("running Record");
        Program from =
            Program.camelAudio(directory, sender(stalled.getLocalPort(), good), "how=onEnd=exit")) {
      stalled.setReceiveBufferSize(4_096);
      accepted.add(stalled.accept()); // and never reads
      assertThat(from.exitCode(Duration.ofSeconds(30))).as("lost:%n%s", from.output()).isEqualTo(3);
      to.await("recorded 12.000 s of .* nothing missing");
      assertThat(from.lines("stalled")).as(from.output()).isEqualTo(1);
      assertThat(from.lines("warning")).as(from.output()).isLessThanOrEqualTo(2);
    } finally {
      for (Socket socket : accepted) {
        socket.close();
      }
    }
    assertThat(Wav.data(Recordings.only(directory.resolve("got"))))
        .isEqualTo(Wav.data(directory.resolve("noise.wav")));
  }

  @Test
  void stop_withAStalledOrAnAbsentReceiver_takesLessThanThreeSeconds() throws Exception {
    Wav.write(directory.resolve("noise.wav"), FORMAT, Wav.noise(FORMAT, 1_000, 1));
    for (String how : new String[] {"loop=true", "loop=true&paced=false"}) {
      try (ServerSocket stalled = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          Program from =
              Program.camelAudio(directory, sender(stalled.getLocalPort()), "how=" + how)) {
        try (Socket silent = stalled.accept()) {
          from.await("stalled");
          assertThat(from.stop()).as("%s%n%s", how, from.output()).isLessThan(THREE_SECONDS);
          assertThat(silent.isClosed()).isFalse();
        }
      }
      try (Program from = Program.camelAudio(directory, sender(Tools.freePort()), "how=" + how)) {
        from.await("away \\(connection refused; does it listen on UDP\\?\\)");
        assertThat(from.stop()).as("%s%n%s", how, from.output()).isLessThan(THREE_SECONDS);
      }
    }
  }

  @Test
  void pacedFile_whileTheReceiverIsAwayAndBack_goesOnLikeALiveSource() throws Exception {
    Wav.write(directory.resolve("noise.wav"), FORMAT, Wav.noise(FORMAT, 1_000, 1));
    int port = Tools.freePort();
    try (Program from = Program.camelAudio(directory, sender(port), "how=loop=true")) {
      from.await("away \\(connection refused; does it listen on UDP\\?\\)");
      try (Program to = Program.camelAudio(directory, receiver(port))) {
        from.await("tcp://127.0.0.1:" + port + ": back; ");
        to.await("recording stream");
        to.kill();
      }
      from.await("away .*connection (reset|refused)|away \\(broken pipe|away \\(.*clos");
      try (Program to = Program.camelAudio(directory, receiver(port))) {
        to.await("recording stream");
        from.stop();
        to.await("recorded .*nothing missing");
      }
      assertThat(from.lines("warning: tcp.* away")).as(from.output()).isEqualTo(2);
      assertThat(from.lines(": back; ")).as(from.output()).isEqualTo(2);
    }
  }

  @Test
  void unpacedFile_waitsForTheReceiver_andLosesNothing() throws Exception {
    byte[] pcm = Wav.noise(FORMAT, 30_000, 3);
    Wav.write(directory.resolve("noise.wav"), FORMAT, pcm);
    int port = Tools.freePort();
    String how = "how=paced=false&onEnd=exit";
    try (Program from = Program.camelAudio(directory, sender(port), how)) {
      from.await("away \\(connection refused; does it listen on UDP\\?\\)");
      try (Program to = Program.camelAudio(directory, receiver(port))) {
        assertThat(from.exitCode(Duration.ofSeconds(30))).as(from.output()).isZero();
        to.await("recorded 30.000 s");
        assertThat(to.stop()).isLessThan(THREE_SECONDS);
      }
    }
    assertThat(Arrays.equals(Wav.data(Recordings.only(directory.resolve("got"))), pcm)).isTrue();
  }

  @Test
  void unpacedFile_toAReceiverThatStallsForAWhile_losesNothing() throws Exception {
    byte[] pcm = Wav.noise(FORMAT, 30_000, 4);
    Wav.write(directory.resolve("noise.wav"), FORMAT, pcm);
    int port = Tools.freePort();
    // Between the two stands a relay that passes nothing until the sender has noticed.
    try (ServerSocket relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Program to = Program.camelAudio(directory, receiver(port)).await("running Record");
        Program from =
            Program.camelAudio(
                directory, sender(relay.getLocalPort()), "how=paced=false&onEnd=exit");
        Socket in = relay.accept();
        Socket out = new Socket(InetAddress.getLoopbackAddress(), port)) {
      from.await("stalled");
      in.getInputStream().transferTo(out.getOutputStream());
      assertThat(from.exitCode(Duration.ofSeconds(30))).as(from.output()).isZero();
      to.await("recorded 30.000 s");
      assertThat(from.lines(": back; 0 blocks were dropped")).as(from.output()).isEqualTo(1);
    }
    assertThat(Arrays.equals(Wav.data(Recordings.only(directory.resolve("got"))), pcm)).isTrue();
  }
}
