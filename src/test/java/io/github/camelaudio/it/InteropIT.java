package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other programs' RTP, both ways, over UDP: ffmpeg and GStreamer, bit for bit. */
class InteropIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
  private static final int MILLIS = 2_000;

  @TempDir Path directory;

  private byte[] source() throws IOException {
    byte[] pcm = Wav.noise(FORMAT, MILLIS, 7);
    Wav.write(directory.resolve("noise.wav"), FORMAT, pcm);
    return pcm;
  }

  private void send(int port) throws Exception {
    try (Program from =
        Program.camelAudio(
            directory, "WavSender.java", "file=noise.wav", "transport=udp", "port=" + port)) {
      assertThat(from.exitCode(Duration.ofSeconds(20))).as(from.output()).isZero();
    }
  }

  @Test
  void ffmpeg_receivesOurStream() throws Exception {
    Tools.need("ffmpeg", "ffmpeg");
    byte[] pcm = source();
    int port = Tools.freePort();
    Files.writeString(
        directory.resolve("stream.sdp"),
        """
        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=Camel Audio
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %d RTP/AVP 97
        a=rtpmap:97 L16/48000/2
        """
            .formatted(port));
    try (Program ffmpeg =
        Program.of(
            directory,
            Map.of(),
            "ffmpeg",
            "-loglevel",
            "info",
            "-protocol_whitelist",
            "file,udp,rtp",
            "-analyzeduration",
            "0",
            "-probesize",
            "32",
            "-i",
            "stream.sdp",
            "-t",
            "1.98",
            "-f",
            "s16le",
            "got.raw")) {
      awaitUdpListener(port);
      send(port);
      assertThat(ffmpeg.exitCode(Duration.ofSeconds(20))).as(ffmpeg.output()).isZero();
    }
    startsLike(Files.readAllBytes(directory.resolve("got.raw")), pcm);
  }

  @Test
  void gstreamer_receivesOurStream() throws Exception {
    Tools.need("gst-launch-1.0", "gstreamer1.0-tools gstreamer1.0-plugins-good");
    byte[] pcm = source();
    int port = Tools.freePort();
    try (Program gst =
        Program.of(
            directory,
            Map.of(),
            "gst-launch-1.0",
            "-e",
            "udpsrc",
            "address=127.0.0.1",
            "port=" + port,
            "caps=application/x-rtp,media=audio,clock-rate=48000,encoding-name=L16,channels=2,payload=97",
            "!",
            "rtpjitterbuffer",
            "latency=100",
            "!",
            "rtpL16depay",
            "!",
            "filesink",
            "buffer-mode=2",
            "location=got.raw")) {
      awaitUdpListener(port);
      send(port);
      Path got = directory.resolve("got.raw");
      Awaitility.await("GStreamer's file")
          .atMost(Duration.ofSeconds(10))
          .until(() -> Files.size(got) == pcm.length);
      gst.interrupt();
    }
    byte[] got = Files.readAllBytes(directory.resolve("got.raw"));
    for (int i = 0; i < got.length; i += 2) {
      byte high = got[i];
      got[i] = got[i + 1];
      got[i + 1] = high;
    }
    assertThat(Arrays.equals(got, pcm)).isTrue();
  }

  @Test
  void ffmpeg_isReceived() throws Exception {
    Tools.need("ffmpeg", "ffmpeg");
    byte[] pcm = source();
    int port = Tools.freePort();
    receives(
        pcm,
        port,
        List.of(
            "ffmpeg",
            "-re",
            "-i",
            "noise.wav",
            "-c:a",
            "pcm_s16be",
            "-f",
            "rtp",
            "rtp://127.0.0.1:%d".formatted(port)),
        "audio.rtp.format=s16/48000/2");
  }

  @Test
  void gstreamer_isReceived() throws Exception {
    Tools.need("gst-launch-1.0", "gstreamer1.0-tools gstreamer1.0-plugins-good");
    byte[] pcm = source();
    int port = Tools.freePort();
    String pipeline =
        "filesrc location=noise.wav ! wavparse ! audioconvert ! audio/x-raw,format=S16BE"
            + " ! rtpL16pay ! udpsink host=127.0.0.1 sync=true port=%d".formatted(port);
    List<String> command = new ArrayList<>(List.of("gst-launch-1.0"));
    command.addAll(List.of(pipeline.split(" ")));
    receives(pcm, port, command, "audio.rtp.format=s16/48000/2");
  }

  @Test
  void ffmpeg_withAStaticPayloadType_isReceivedWithoutConfiguration() throws Exception {
    Tools.need("ffmpeg", "ffmpeg");
    PcmFormat cd = new PcmFormat(44_100, 2, Encoding.S16);
    byte[] pcm = Wav.noise(cd, MILLIS, 8);
    Wav.write(directory.resolve("noise.wav"), cd, pcm);
    int port = Tools.freePort();
    String target = "rtp://127.0.0.1:%d".formatted(port);
    receives(
        pcm,
        port,
        List.of("ffmpeg", "-re", "-i", "noise.wav", "-c:a", "pcm_s16be", "-f", "rtp", target),
        "audio.rtp.format=");
  }

  private void receives(byte[] pcm, int port, List<String> command, String setting)
      throws Exception {
    String route =
        RouteFile.write(
            directory,
            "Record",
            "from(\"netty:udp://127.0.0.1:%d?{{audio.udp.receive}}\").to(\"wav:got\");"
                .formatted(port));
    try (Program to = Program.camelAudio(directory, route, setting).await("running Record");
        Program from = Program.of(directory, Map.of(), command.toArray(String[]::new))) {
      assertThat(from.exitCode(Duration.ofSeconds(30))).as(from.output()).isZero();
      to.await("recording stream");
      to.stop();
      assertThat(to.lines("^[0-9: -]+  wav:got: recorded .*nothing missing"))
          .as(to.output())
          .isEqualTo(1);
    }
    assertThat(Arrays.equals(Wav.data(Recordings.only(directory.resolve("got"))), pcm)).isTrue();
  }

  private static void startsLike(byte[] got, byte[] pcm) {
    assertThat(got.length).isBetween(pcm.length - 20 * 192, pcm.length);
    assertThat(Arrays.equals(got, Arrays.copyOf(pcm, got.length))).isTrue();
  }

  /** Waits until somebody has a UDP socket on the port, as the kernel's table says. */
  private static void awaitUdpListener(int port) {
    String hex = String.format(":%04X ", port);
    Awaitility.await("a listener on UDP port " + port)
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Files.readString(Path.of("/proc/net/udp")).contains(hex)
                    || Files.readString(Path.of("/proc/net/udp6")).contains(hex));
  }
}
