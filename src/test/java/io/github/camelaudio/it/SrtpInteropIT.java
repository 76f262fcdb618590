package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.github.camelaudio.wire.srtp.SrtpMode;
import io.github.camelaudio.wire.srtp.SrtpStages;
import io.github.camelaudio.wire.srtp.StaticStreams;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Static keys with other programs, both ways, bit for bit: ffmpeg and GStreamer. */
class SrtpInteropIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
  private static final int MILLIS = 1_000;
  private static final String GSTREAMER =
      "gstreamer1.0-tools gstreamer1.0-plugins-good gstreamer1.0-plugins-bad";

  @TempDir Path directory;

  private static byte[] secret(SrtpMode mode) {
    byte[] secret = new byte[mode.keyBytes()];
    new Random(mode.keyBytes()).nextBytes(secret);
    return secret;
  }

  private static WireCodecs codecs(SrtpMode mode) {
    SharedKey key = new SharedKey("shared", secret(mode));
    KeyRing ring = new KeyRing(List.of(key), key);
    SrtpStages srtp =
        new SrtpStages(mode, () -> ring, SystemClock.INSTANCE, StaticStreams.inMemory());
    return new WireCodecs(
        wire -> FORMAT, counters -> new PacketStages(List.of(srtp.newStage(counters.beforeKey))));
  }

  /** Receives what a program sends, until as much sound came as there is. */
  private void receives(SrtpMode mode, byte[] pcm, DatagramSocket socket, Program from)
      throws Exception {
    WireCodecs codecs = codecs(mode);
    EmbeddedChannel decoder = new EmbeddedChannel(codecs.decoder(Wire.RTP, Transport.UDP, FORMAT));
    InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_600);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    socket.setSoTimeout(15_000);
    byte[] room = new byte[2_000];
    while (got.size() < pcm.length) {
      DatagramPacket datagram = new DatagramPacket(room, room.length);
      socket.receive(datagram);
      decoder.writeInbound(
          new io.netty.channel.socket.DatagramPacket(
              Unpooled.copiedBuffer(room, 0, datagram.getLength()), peer, peer));
      for (AddressedEnvelope<?, ?> block = decoder.readInbound();
          block != null;
          block = decoder.readInbound()) {
        got.writeBytes(((AudioBlock) block.content()).toByteArray());
      }
    }
    decoder.finishAndReleaseAll();
    assertThat(from.exitCode(Duration.ofSeconds(20))).as(from.output()).isZero();
    assertThat(Arrays.equals(got.toByteArray(), pcm)).isTrue();
    assertThat(codecs.counters().snapshot().refusedPackets()).isZero();
  }

  /** Sends as a microphone does, 10 ms each 10 ms. */
  private void send(SrtpMode mode, byte[] pcm, int port) throws Exception {
    BlockEncoder encoder = codecs(mode).encoder(Wire.RTP, Transport.UDP, FORMAT);
    int block = FORMAT.sampleRateHz() / 100 * FORMAT.bytesPerFrame();
    try (DatagramSocket socket = new DatagramSocket()) {
      long start = System.nanoTime();
      for (int at = 0; at < pcm.length; at += block) {
        List<ByteBuf> datagrams = new ArrayList<>();
        encoder.encode(
            AudioBlock.builder(FORMAT)
                .streamId(7)
                .timestamp(at / FORMAT.bytesPerFrame())
                .pcm(Arrays.copyOfRange(pcm, at, at + block)),
            ByteBufAllocator.DEFAULT,
            datagrams::add);
        for (ByteBuf datagram : datagrams) {
          byte[] bytes = ByteBufUtil.getBytes(datagram);
          datagram.release();
          socket.send(
              new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
        }
        SystemClock.INSTANCE.sleepUntil(start + (at / block + 1) * 10_000_000L);
      }
    }
  }

  private byte[] source() throws Exception {
    byte[] pcm = Wav.noise(FORMAT, MILLIS, 7);
    Wav.write(directory.resolve("noise.wav"), FORMAT, pcm);
    return pcm;
  }

  @Test
  void ffmpeg_isReceived_reportsToo() throws Exception {
    Tools.need("ffmpeg", "ffmpeg");
    SrtpMode mode = SrtpMode.AES_CM_128_HMAC_SHA1_80;
    byte[] pcm = source();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Program from =
            Program.of(
                directory,
                Map.of(),
                ("ffmpeg -re -i noise.wav -c:a pcm_s16be -f rtp -srtp_out_suite "
                        + mode.name()
                        + " -srtp_out_params "
                        + Base64.getEncoder().encodeToString(secret(mode))
                        + " srtp://127.0.0.1:%1$d?rtcpport=%1$d".formatted(socket.getLocalPort()))
                    .split(" "))) {
      receives(mode, pcm, socket, from);
    }
  }

  @Test
  void ffmpeg_receivesOurs() throws Exception {
    Tools.need("ffmpeg", "ffmpeg");
    SrtpMode mode = SrtpMode.AES_CM_128_HMAC_SHA1_80;
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
        m=audio %d RTP/SAVP 97
        a=rtpmap:97 L16/48000/2
        a=crypto:1 %s inline:%s
        """
            .formatted(port, mode.name(), Base64.getEncoder().encodeToString(secret(mode))));
    String command =
        "ffmpeg -loglevel info -protocol_whitelist file,udp,rtp,srtp,crypto -analyzeduration 0"
            + " -probesize 32 -i stream.sdp -t 0.98 -f s16le got.raw";
    try (Program ffmpeg = Program.of(directory, Map.of(), command.split(" "))) {
      awaitUdpListener(port);
      send(mode, pcm, port);
      assertThat(ffmpeg.exitCode(Duration.ofSeconds(20))).as(ffmpeg.output()).isZero();
    }
    byte[] got = Files.readAllBytes(directory.resolve("got.raw"));
    assertThat(got.length).isGreaterThan(pcm.length * 9 / 10);
    assertThat(Arrays.equals(got, Arrays.copyOf(pcm, got.length))).isTrue();
  }

  private static String cipher(SrtpMode mode) {
    return mode == SrtpMode.STATIC ? "aes-256-gcm" : "aes-128-icm";
  }

  private static String authentication(SrtpMode mode) {
    return mode == SrtpMode.STATIC ? "null" : "hmac-sha1-80";
  }

  @ParameterizedTest
  @EnumSource(names = {"STATIC", "AES_CM_128_HMAC_SHA1_80"})
  void gstreamer_isReceived(SrtpMode mode) throws Exception {
    Tools.needThat("gst-inspect-1.0 srtpenc", GSTREAMER);
    byte[] pcm = source();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Program from =
            Program.of(
                directory,
                Map.of(),
                ("gst-launch-1.0 filesrc location=noise.wav ! wavparse ! audioconvert"
                        + " ! audio/x-raw,format=S16BE ! rtpL16pay ! srtpenc key=%s"
                        + " rtp-cipher=%s rtp-auth=%s rtcp-cipher=%2$s rtcp-auth=%3$s"
                        + " ! udpsink host=127.0.0.1 sync=true port=%d")
                    .formatted(
                        HexFormat.of().formatHex(secret(mode)),
                        cipher(mode),
                        authentication(mode),
                        socket.getLocalPort())
                    .split(" "))) {
      receives(mode, pcm, socket, from);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STATIC", "AES_CM_128_HMAC_SHA1_80"})
  void gstreamer_receivesOurs(SrtpMode mode) throws Exception {
    Tools.needThat("gst-inspect-1.0 srtpdec", GSTREAMER);
    byte[] pcm = source();
    int port = Tools.freePort();
    String caps =
        "application/x-srtp,media=(string)audio,clock-rate=(int)48000,encoding-name=(string)L16,"
            + "channels=(int)2,payload=(int)97,ssrc=(uint)7,srtp-key=(buffer)%s,"
            + "srtp-cipher=(string)%s,srtp-auth=(string)%s,srtcp-cipher=(string)%2$s,"
            + "srtcp-auth=(string)%3$s";
    String command =
        "gst-launch-1.0 -e udpsrc address=127.0.0.1 port=%d caps=%s ! srtpdec ! rtpjitterbuffer"
            + " latency=100 ! rtpL16depay ! filesink buffer-mode=2 location=got.raw";
    try (Program gst =
        Program.of(
            directory,
            Map.of(),
            command
                .formatted(
                    port,
                    caps.formatted(
                        HexFormat.of().formatHex(secret(mode)), cipher(mode), authentication(mode)))
                .split(" "))) {
      awaitUdpListener(port);
      send(mode, pcm, port);
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
