package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a packet is cut or damaged, it is refused or gives a block, and costs no more memory. */
class RtpDamageTest {

  private static final long SEED = 20261120;
  private static final int DAMAGED_COPIES = 3_000;
  private static final PcmFormat CONFIGURED = PcmFormat.parse("s16/48000/2");

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.rtp.GoldenPacket#rtp")
  void read_ofAPacketCutAnywhere_isRefusedOrGivesItsBeginning(GoldenPacket golden)
      throws MalformedPacketException {
    byte[] whole = golden.bytes();
    byte[] pcm = block(golden.configured(), whole).toByteArray();
    int header = whole.length - golden.payloadBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      int payload = length - header;
      if (payload < 0 || payload % golden.format().bytesPerFrame() != 0) {
        assertThrows(
            MalformedPacketException.class,
            () -> read(golden.configured(), cut),
            "cut to " + length);
      } else if (payload == 0) {
        assertNull(read(golden.configured(), cut), "cut to " + length);
      } else {
        byte[] part = block(golden.configured(), cut).toByteArray();
        assertArrayEquals(Arrays.copyOf(pcm, payload), part, "cut to " + length);
      }
    }
  }

  @Test
  void read_ofAByeCutAnywhere_isRefusedOrEndsNothing() {
    byte[] whole = GoldenPacket.of("ours_bye").bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length == 28 || length == 48) { // whole parts of the compound
        assertNull(assertReadsOrRefuses(depacketizerWithStream(), cut, "cut to " + length));
      } else {
        assertThrows(
            MalformedPacketException.class,
            () -> depacketizerWithStream().read(Unpooled.wrappedBuffer(cut)),
            "cut to " + length);
      }
    }
    assertNotNull(assertReadsOrRefuses(depacketizerWithStream(), whole, "whole"));
  }

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.rtp.GoldenPacket#all")
  void read_ofADamagedPacket_isRefusedOrRead(GoldenPacket golden) {
    RtpReader depacketizer = depacketizerWithStream();
    for (long seed = SEED; seed < SEED + DAMAGED_COPIES; seed++) {
      byte[] damaged = damaged(golden.bytes(), new Random(seed));
      assertReadsOrRefuses(depacketizer, damaged, golden + " damaged with seed " + seed);
    }
  }

  @Test
  void read_ofNoise_isRefusedOrRead() {
    RtpReader depacketizer = depacketizerWithStream();
    for (long seed = SEED; seed < SEED + 50_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      if (noise.length > 0) {
        noise[0] = (byte) ((noise[0] & 0x3F) | 0x80); // or nearly all would fail at the version
      }
      assertReadsOrRefuses(depacketizer, noise, "noise of seed " + seed);
    }
  }

  @Test
  void read_ofPacketsThatClaimTheLargestLengths_allocatesNoMoreThanTheyAreLong() {
    RtpReader depacketizer = depacketizerWithStream();
    byte[] extension = new TestPacket().extension(0xBEDE, 0).bytes();
    extension[14] = (byte) 0xFF;
    extension[15] = (byte) 0xFF;
    byte[] report = GoldenPacket.of("ours_bye").bytes();
    report[2] = (byte) 0xFF;
    report[3] = (byte) 0xFF;
    assertReadsOrRefuses(depacketizer, extension, "classes are loaded");
    assertReadsOrRefuses(depacketizer, report, "classes are loaded");
    int packets = 20_000;
    long before = allocatedBytes();
    for (int i = 0; i < packets; i++) {
      assertReadsOrRefuses(depacketizer, extension, "extension");
      assertReadsOrRefuses(depacketizer, report, "report");
    }
    long each = (allocatedBytes() - before) / (2L * packets);
    assertTrue(each < 1_000, each + " bytes were allocated for a packet");
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** Most damage goes where it hurts: into the first 48 bytes. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] damaged = whole;
    if (random.nextInt(3) == 0) {
      damaged = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
    }
    int bits = 1 + random.nextInt(6);
    for (int i = 0; i < bits; i++) {
      int reach = random.nextInt(4) == 0 ? damaged.length : Math.min(48, damaged.length);
      damaged[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  /** Its packet begins where the golden BYE says that the stream ends. */
  private static RtpReader depacketizerWithStream() {
    RtpReader depacketizer = new RtpReader(CONFIGURED);
    byte[] packet = GoldenPacket.of("ours_s16_48000_stereo").bytes().clone();
    System.arraycopy(GoldenPacket.of("ours_bye").bytes(), 16, packet, 4, Integer.BYTES);
    assertNotNull(assertReadsOrRefuses(depacketizer, packet, "undamaged"));
    return depacketizer;
  }

  private static @Nullable AudioBlock assertReadsOrRefuses(
      RtpReader depacketizer, byte[] bytes, String what) {
    ByteBuf packet = Unpooled.wrappedBuffer(bytes);
    try {
      AudioBlock block = depacketizer.read(packet);
      if (block != null) {
        assertTrue(block.sizeBytes() <= bytes.length, what);
        assertEquals(block.last(), block.frames() == 0, what);
      }
      return block;
    } catch (MalformedPacketException refused) {
      return null; // as it should
    } catch (RuntimeException | Error e) {
      return fail(what, e);
    }
  }

  private static @Nullable AudioBlock read(@Nullable PcmFormat configured, byte[] packet)
      throws MalformedPacketException {
    return new RtpReader(configured).read(Unpooled.wrappedBuffer(packet));
  }

  private static AudioBlock block(@Nullable PcmFormat configured, byte[] packet)
      throws MalformedPacketException {
    AudioBlock block = read(configured, packet);
    if (block == null) {
      throw new AssertionError("the packet gave no block");
    }
    return block;
  }
}
