package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a pickle is cut or damaged, it is refused or gives a sound, and nothing else happens. */
class PickleDamageTest {

  private static final long SEED = 20261121;
  private static final int DAMAGED_COPIES = 3_000;

  private static final byte[] OPCODES = {
    0x28,
    0x29,
    0x42,
    0x43,
    0x4A,
    0x4B,
    0x4D,
    0x4E,
    0x52,
    0x58,
    0x62,
    0x63,
    0x68,
    0x71,
    0x74,
    (byte) 0x85,
    (byte) 0x86,
    (byte) 0x87,
    (byte) 0x88,
    (byte) 0x89,
    (byte) 0x8C,
    (byte) 0x93,
    (byte) 0x94,
    (byte) 0x95,
    (byte) 0x96,
    0x2E
  };

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.tutorial.GoldenPickle#small")
  void read_ofAPickleCutAnywhere_isRefused(GoldenPickle golden) {
    byte[] whole = golden.bytes();
    for (int length = 0; length < whole.length; length++) {
      ByteBuf cut = Unpooled.wrappedBuffer(Arrays.copyOf(whole, length));
      assertThrows(
          MalformedPacketException.class, () -> PickleReader.read(cut), "cut to " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.tutorial.GoldenPickle#small")
  void read_ofADamagedPickle_isRefusedOrRead(GoldenPickle golden) {
    for (long seed = SEED; seed < SEED + DAMAGED_COPIES; seed++) {
      byte[] damaged = damaged(golden.bytes(), new Random(seed));
      assertReadsOrRefuses(damaged, golden + " damaged with seed " + seed);
    }
  }

  /** The beginning of one and the end of another, which often is a pickle again. */
  @Test
  void read_ofPicklesJoinedAnywhere_isRefusedOrRead() {
    List<GoldenPickle> all = GoldenPickle.small();
    for (long seed = SEED; seed < SEED + 100_000; seed++) {
      Random random = new Random(seed);
      byte[] first = all.get(random.nextInt(all.size())).bytes();
      byte[] second = all.get(random.nextInt(all.size())).bytes();
      int length = random.nextInt(first.length);
      int from = random.nextInt(second.length);
      byte[] joined = Arrays.copyOf(first, length + second.length - from);
      System.arraycopy(second, from, joined, length, second.length - from);
      assertReadsOrRefuses(joined, "joined with seed " + seed);
    }
  }

  @Test
  void read_ofNoise_isRefusedOrRead() {
    for (long seed = SEED; seed < SEED + 50_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      begin(noise, random);
      assertReadsOrRefuses(noise, "noise of seed " + seed);
    }
  }

  @Test
  void read_ofRandomOpcodes_isRefusedOrRead() {
    for (long seed = SEED; seed < SEED + 100_000; seed++) {
      Random random = new Random(seed);
      byte[] opcodes = new byte[2 + random.nextInt(40)];
      for (int i = 0; i < opcodes.length; i++) {
        boolean argument = random.nextInt(4) == 0;
        opcodes[i] = argument ? (byte) random.nextInt(4) : OPCODES[random.nextInt(OPCODES.length)];
      }
      begin(opcodes, random);
      assertReadsOrRefuses(opcodes, "opcodes of seed " + seed);
    }
  }

  /** Makes it a pickle of some protocol, or nearly all would fail there. */
  private static void begin(byte[] pickle, Random random) {
    if (pickle.length >= 2) {
      pickle[0] = (byte) 0x80;
      pickle[1] = (byte) (2 + random.nextInt(4));
    }
  }

  /** Bits, bytes and whole opcodes change; the first two bytes seldom, as all would end there. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] damaged = random.nextInt(8) == 0 ? cut(whole, random) : whole;
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(damaged.length);
      if (at < 2 && random.nextInt(8) != 0) {
        continue;
      }
      switch (random.nextInt(3)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt();
        default -> damaged[at] = OPCODES[random.nextInt(OPCODES.length)];
      }
    }
    return damaged;
  }

  /** Without some of its middle. */
  private static byte[] cut(byte[] whole, Random random) {
    int from = random.nextInt(whole.length);
    int length = Math.min(1 + random.nextInt(12), whole.length - 1);
    byte[] cut = Arrays.copyOf(whole, whole.length - length);
    int rest = Math.max(0, whole.length - from - length);
    System.arraycopy(whole, whole.length - rest, cut, cut.length - rest, rest);
    return cut;
  }

  private static void assertReadsOrRefuses(byte[] bytes, String what) {
    ByteBuf pickle = Unpooled.wrappedBuffer(bytes);
    try {
      PickledSound sound = PickleReader.read(pickle);
      assertTrue(sound.pcm().length <= bytes.length, what);
      assertTrue(sound.channels() >= 0 && sound.channels() <= PcmFormat.MAX_CHANNELS, what);
      assertEquals(0, sound.pcm().length % Math.max(1, Float.BYTES * sound.channels()), what);
    } catch (MalformedPacketException refused) {
      assertTrue(refused.reason().matches("(a|no) pickle [ -~]{1,200}|array [ -~]{1,300}"), what);
    } catch (RuntimeException | Error e) {
      fail(what, e);
    }
    assertEquals(0, pickle.readerIndex(), what);
    assertEquals(bytes.length, pickle.writerIndex(), what);
  }
}
