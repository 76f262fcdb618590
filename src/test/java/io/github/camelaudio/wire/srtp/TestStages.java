package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.srtp.cipher.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Stages with keys that a test sets, and packets to send through them. */
final class TestStages {

  /** Without netty's leak detection, which takes most of the time; {@link #out} counts instead. */
  private static final UnpooledByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true, true);

  final FakeClock clock = new FakeClock();
  final SrtpMode mode;
  private final SrtpStages stages;
  private final LongAdder beforeKey = new LongAdder();
  private KeyRing ring;

  TestStages(SrtpMode mode, SharedKey... keys) {
    this(mode, StaticStreams.inMemory(), keys);
  }

  TestStages(SrtpMode mode, StaticStreams used, SharedKey... keys) {
    this.mode = mode;
    this.ring = new KeyRing(List.of(keys), keys[0]);
    this.stages = new SrtpStages(mode, () -> ring, clock, used);
  }

  /** Keys of this mode that differ by their seed. */
  static SharedKey key(SrtpMode mode, int seed) {
    byte[] secret = new byte[mode.keyBytes()];
    new Random(seed).nextBytes(secret);
    return new SharedKey("key-" + seed, secret);
  }

  void keys(SharedKey... keys) {
    ring = new KeyRing(List.of(keys), keys[0]);
  }

  /** The keys stay, and none sends. */
  void sendingNothing(String why) {
    ring = KeyRing.receivingOnly(ring.keys(), why);
  }

  PacketStage newStage() {
    return stages.newStage(beforeKey);
  }

  long beforeKey() {
    return beforeKey.sum();
  }

  /** What goes out for a packet; null for nothing. */
  static byte @Nullable [] out(PacketStage stage, byte[] packet) {
    ByteBuf buffer = BUFFERS.directBuffer(packet.length + stage.maxGrowthBytes());
    int room = buffer.capacity();
    List<byte[]> sent = new ArrayList<>();
    stage.outbound(
        buffer.writeBytes(packet),
        next -> {
          if (next.capacity() != room) {
            throw new AssertionError("maxGrowthBytes was not enough");
          }
          sent.add(ByteBufUtil.getBytes(next));
          next.release();
        });
    if (buffer.refCnt() != 0) {
      throw new AssertionError("the packet was not released");
    }
    return sent.isEmpty() ? null : sent.get(0);
  }

  /** What goes out for a packet. */
  static byte[] sent(PacketStage stage, byte[] packet) {
    return Objects.requireNonNull(out(stage, packet));
  }

  /** The packet and its key's name, or why it was refused, or that it was dropped. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Came(byte @Nullable [] packet, @Nullable String keyName, @Nullable String refusal) {
    boolean is(byte[] expected) {
      return packet != null && Arrays.equals(packet, expected);
    }

    boolean isRefused(String why) {
      return packet == null && refusal != null && refusal.contains(why);
    }

    boolean isDropped() {
      return packet == null && refusal == null;
    }

    @Override
    public String toString() {
      return refusal != null ? refusal : packet == null ? "dropped" : "packet of " + keyName;
    }
  }

  static Came in(PacketStage stage, byte[] packet) {
    ByteBuf buffer = BUFFERS.directBuffer(packet.length + 3);
    buffer.writeZero(3).skipBytes(3).writeBytes(packet);
    List<Came> came = new ArrayList<>();
    try {
      stage.inbound(
          buffer,
          "",
          (next, keyName) -> came.add(new Came(ByteBufUtil.getBytes(next), keyName, null)));
    } catch (MalformedPacketException e) {
      if (!came.isEmpty()) {
        throw new AssertionError("refused what was passed on");
      }
      return new Came(null, null, e.reason());
    } finally {
      buffer.release();
    }
    return came.isEmpty() ? new Came(null, null, null) : came.get(0);
  }

  /** An RTP packet as ours are, with payload type 96. */
  static byte[] rtp(int ssrc, int sequence, int payloadBytes) {
    byte[] packet = new byte[32 + payloadBytes];
    new Random(31L * ssrc + sequence).nextBytes(packet);
    packet[0] = (byte) 0x90;
    packet[1] = 96;
    Bytes.setShort(packet, 2, sequence);
    Bytes.setInt(packet, 8, ssrc);
    Bytes.setInt(packet, 12, 0xBEDE0004);
    return packet;
  }

  /** A sender report with a CNAME and a BYE. */
  static byte[] rtcp(int ssrc) {
    byte[] packet = new byte[28 + 20 + 8];
    new Random(ssrc).nextBytes(packet);
    Bytes.setInt(packet, 0, 0x80C80006);
    Bytes.setInt(packet, 4, ssrc);
    Bytes.setInt(packet, 28, 0x81CA0004);
    Bytes.setInt(packet, 48, 0x81CB0001);
    return packet;
  }
}
