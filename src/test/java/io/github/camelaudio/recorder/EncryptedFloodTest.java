package io.github.camelaudio.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.StreamLog;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.StreamStatus;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.Encoded;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.rtp.RtpBlockEncoder;
import io.github.camelaudio.wire.rtp.RtpDepacketizer;
import io.github.camelaudio.wire.rtp.RtpUdpDecoder;
import io.github.camelaudio.wire.srtp.SrtpMode;
import io.github.camelaudio.wire.srtp.SrtpStages;
import io.github.camelaudio.wire.srtp.StaticStreams;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A host that has a key sends 10,000 stream ids a second, each authentic, beside an honest stream:
 * from both senders' encoders and SRTP over the decoder to the mix and the files. The flood's sound
 * is silence, so that the mix must be the honest stream to the sample.
 */
class EncryptedFloodTest {

  private static final PcmFormat FORMAT = new PcmFormat(48_000, 1, Encoding.S16);
  private static final int PERIOD = 480;
  private static final int PERIODS = 200;
  private static final int FLOOD_EACH_PERIOD = 100;
  private static final int FADE_FRAMES = 240;
  private static final long HONEST_ID = 1;
  private static final InetSocketAddress PORT = host(9);
  private static final InetSocketAddress FLOODER = host(1);
  private static final InetSocketAddress HONEST = host(2);
  private static final SharedKey ANNA = key("anna", 1);
  private static final SharedKey MALLORY = key("mallory", 2);

  @TempDir Path directory;
  private TestRecorder files;
  private FakeClock clock;
  private final WireCounters counters = new WireCounters();
  private final Mixer mixer =
      new Mixer(
          FORMAT,
          new PlayoutSettings(20, 500, 5),
          new StreamLog(LoggerFactory.getLogger(EncryptedFloodTest.class), "speaker"),
          null);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final List<float[]> heard = new ArrayList<>();

  private static InetSocketAddress host(int last) {
    try {
      byte[] address = {(byte) 192, 0, 2, (byte) last};
      return new InetSocketAddress(InetAddress.getByAddress(address), 5_004);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static SharedKey key(String name, int seed) {
    byte[] secret = new byte[SrtpMode.EKT.keyBytes()];
    new Random(seed).nextBytes(secret);
    return new SharedKey(name, secret);
  }

  @BeforeEach
  void start() {
    files = new TestRecorder(directory);
    clock = files.clock;
  }

  private PacketStages stages(SharedKey sending) {
    KeyRing ring = new KeyRing(List.of(ANNA, MALLORY), sending);
    SrtpStages stages = new SrtpStages(SrtpMode.EKT, () -> ring, clock, StaticStreams.inMemory());
    return new PacketStages(List.of(stages.newStage(counters.beforeKey)));
  }

  private Encoded sender(SharedKey key) {
    return new Encoded(RtpBlockEncoder.overUdp(PayloadCodecs::of, 1_200, stages(key), clock));
  }

  private EmbeddedChannel receiver() {
    MalformedPacketLog malformed = new MalformedPacketLog(counters, clock);
    return new EmbeddedChannel(
        new RtpUdpDecoder(
            new RtpDepacketizer(PayloadCodecs::of, FORMAT, counters, clock),
            stages(ANNA),
            malformed,
            new HostGate(() -> NetworkLimits.DEFAULT, malformed, counters)));
  }

  private static AudioBlock block(long id, int period, byte[] pcm) {
    return AudioBlock.builder(FORMAT)
        .streamId(id)
        .sequence(period)
        .timestamp(period * PERIOD)
        .live(true)
        .pcm(pcm);
  }

  private void bring(EmbeddedChannel receiver, List<byte[]> datagrams, InetSocketAddress from)
      throws InterruptedException {
    for (byte[] datagram : datagrams) {
      receiver.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(datagram), PORT, from));
      AddressedEnvelope<AudioBlock, InetSocketAddress> out = receiver.readInbound();
      for (; out != null; out = receiver.readInbound()) {
        AudioBlock block = out.content();
        String name = block.keyName() + "-" + block.streamName() + ".wav";
        mixer.accept(block, () -> String.valueOf(from), clock.nanoTime());
        files
            .recorder()
            .record(block, TestRecorder.named(name, " from " + from, SenderHost.limited(from)));
      }
    }
  }

  @Test
  void anHonestStreamBesideIt_isHeardAndRecordedToTheSample() throws Exception {
    Encoded honest = sender(ANNA);
    Encoded flood = sender(MALLORY);
    EmbeddedChannel receiver = receiver();
    Random random = new Random(7);
    long id = 1_000;
    for (int period = 0; period < PERIODS; period++) {
      byte[] pcm = new byte[2 * PERIOD];
      random.nextBytes(pcm);
      sent.writeBytes(pcm);
      for (int i = 0; i < FLOOD_EACH_PERIOD; i++) {
        flood.add(block(id++, 0, new byte[2 * PERIOD]));
      }
      bring(receiver, flood.take(), FLOODER);
      bring(receiver, honest.add(block(HONEST_ID, period, pcm)).take(), HONEST);
      files.recorder().runOnce(0);
      float[] mix = new float[PERIOD];
      mixer.read(mix, PERIOD, clock.nanoTime());
      heard.add(mix);
      clock.advanceMillis(10);
    }
    receiver.finishAndReleaseAll();
    StreamStatus status =
        mixer.streams().stream()
            .filter(each -> each.streamName().equals(AudioBlock.nameOf(HONEST_ID)))
            .findFirst()
            .orElseThrow();
    assertHeard();
    files.stop();
    assertThat(files.read("anna-" + AudioBlock.nameOf(HONEST_ID) + ".wav"))
        .isEqualTo(sent.toByteArray());
    PlayoutStats stats = status.stats();
    assertThat(stats).isEqualTo(new PlayoutStats(stats.playedFrames(), 0, 0, 0, 0, 0, 0, 0, 0, 0));
    long ids = (long) PERIODS * FLOOD_EACH_PERIOD;
    int mostAdmitted = 16 + 20 * PERIODS / 100;
    assertThat(counters.overStreams.sum()).isBetween(ids - mostAdmitted, ids);
    assertThat(counters.packets.sum()).isBetween((long) PERIODS, PERIODS + (long) mostAdmitted);
    assertThat(files.names()).hasSizeLessThanOrEqualTo(1 + mostAdmitted);
  }

  /** What is heard is what was sent, later by a whole number of frames, after the fade. */
  private void assertHeard() {
    float[] all = new float[PERIODS * PERIOD];
    for (int i = 0; i < PERIODS; i++) {
      System.arraycopy(heard.get(i), 0, all, i * PERIOD, PERIOD);
    }
    float[] original = new float[all.length];
    ByteBuffer samples = ByteBuffer.wrap(sent.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < original.length; i++) {
      original[i] = samples.getShort(2 * i) / 32_768f;
    }
    int delay = 0;
    while (delay < 10 * PERIOD && !equal(all, original, delay, delay + FADE_FRAMES, PERIOD)) {
      delay++;
    }
    int from = delay + FADE_FRAMES;
    assertThat(equal(all, original, delay, from, all.length - from)).as("delay " + delay).isTrue();
  }

  private static boolean equal(float[] heard, float[] sent, int delay, int from, int frames) {
    return Arrays.equals(heard, from, from + frames, sent, from - delay, from - delay + frames);
  }
}
