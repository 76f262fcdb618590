package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.srtp.SrtpMode;
import io.github.camelaudio.wire.srtp.SrtpStages;
import io.github.camelaudio.wire.srtp.StaticStreams;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Protected packets that were changed, replayed or made up: none of them is let through, and the
 * packets of the honest sender are, each once.
 *
 * <p>An input is a byte for the mode, and steps of four bytes: which of the honest packets, where
 * in it, and which bits to flip, none for the packet as it is. A step of packet 255 is a made-up
 * one: all that is left of the input.
 */
class SrtpFuzzTest {

  private static final Cost COST = new Cost(1_000_000, 20_000);
  private static final int MAX_STEPS = 60;
  private static final int MADE_UP = 255;
  private static final Map<SrtpMode, Honest> HONEST = new EnumMap<>(SrtpMode.class);

  static {
    for (SrtpMode mode : SrtpMode.values()) {
      HONEST.put(mode, new Honest(mode));
    }
  }

  /** A sender's packets of one stream, and what receivers have to make of them. */
  private static final class Honest {
    final KeyRing ring;
    final SrtpMode mode;
    final List<byte[]> plain = new ArrayList<>();
    final List<byte[]> protectedOnes = new ArrayList<>();

    Honest(SrtpMode mode) {
      this.mode = mode;
      byte[] secret = new byte[mode.keyBytes()];
      Arrays.fill(secret, (byte) 7);
      SharedKey key = new SharedKey("room", secret);
      ring = new KeyRing(List.of(key), key);
      FakeClock clock = new FakeClock();
      PacketStage sender = stage(clock);
      List<byte[]> sent = Seeds.oneStream();
      for (byte[] packet : sent) {
        plain.add(packet);
        ByteBuf out = Unpooled.buffer(packet.length + sender.maxGrowthBytes()).writeBytes(packet);
        sender.outbound(
            out,
            each -> {
              protectedOnes.add(ByteBufUtil.getBytes(each));
              each.release();
            });
        clock.advanceMillis(60);
      }
      assertEquals(plain.size(), protectedOnes.size());
    }

    PacketStage stage(FakeClock clock) {
      return new SrtpStages(mode, () -> ring, clock, StaticStreams.inMemory())
          .newStage(new LongAdder());
    }
  }

  static Stream<Arguments> seeds() {
    return Stream.of(
            "00",
            "00 00000000 01000000 02000000 00000000",
            "00 00000080 00000000 00000101",
            "00 00000c01 01001040 02002001 03000401 04fff001",
            "01 00000000 01000001 02000000",
            "02 00000000 01000001 02000000 02000000",
            "00 ff 800b0001000000010123456700",
            "01 ff 80c8000601234567eeaac64fe8f5eeaa80000001")
        .map(text -> Arguments.of(Named.of(text, HexFormat.of().parseHex(text.replace(" ", "")))));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, SrtpFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(seeds(), this::fuzz);
  }

  private static void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    List<SrtpMode> modes = List.of(SrtpMode.values());
    SrtpMode mode = modes.get((input[0] & 0xFF) % modes.size());
    Honest honest = Objects.requireNonNull(HONEST.get(mode));
    FakeClock clock = new FakeClock();
    PacketStage receiver = honest.stage(clock);
    Set<Integer> heard = new HashSet<>();
    for (int at = 1, steps = 0; at + 4 <= input.length && steps < MAX_STEPS; at += 4, steps++) {
      int index = input[at] & 0xFF;
      if (index == MADE_UP) {
        byte[] madeUp = Arrays.copyOfRange(input, at + 1, input.length);
        assertTrue(received(receiver, madeUp).isEmpty(), "a made-up packet came through");
        break;
      }
      int which = index % honest.plain.size();
      byte[] packet = honest.protectedOnes.get(which).clone();
      int place = ((input[at + 1] & 0xFF) << 8 | (input[at + 2] & 0xFF)) % packet.length;
      packet[place] ^= input[at + 3];
      List<byte[]> out = received(receiver, packet);
      if (!out.isEmpty()) {
        assertEquals(0, input[at + 3], "a changed packet came through");
        assertHeard(honest, which, out, heard);
      }
      clock.advanceMillis(10);
    }
    for (int which = 0; which < honest.plain.size(); which++) {
      List<byte[]> out = received(receiver, honest.protectedOnes.get(which));
      assertFalse(out.isEmpty() && !heard.contains(which), "an honest packet was not heard");
      if (!out.isEmpty()) {
        assertHeard(honest, which, out, heard);
      }
    }
  }

  private static void assertHeard(Honest honest, int which, List<byte[]> out, Set<Integer> heard) {
    assertTrue(heard.add(which), "a packet was heard twice");
    assertEquals(1, out.size());
    assertEquals(hex(honest.plain.get(which)), hex(out.get(0)));
  }

  private static String hex(byte[] packet) {
    return HexFormat.of().formatHex(packet);
  }

  /** What comes of a packet; nothing when it is refused. */
  private static List<byte[]> received(PacketStage receiver, byte[] packet) {
    List<byte[]> out = new ArrayList<>();
    ByteBuf buffer = Unpooled.wrappedBuffer(packet.clone());
    try {
      receiver.inbound(
          buffer,
          "",
          (plain, keyName) -> {
            assertEquals("room", keyName);
            out.add(ByteBufUtil.getBytes(plain));
          });
    } catch (MalformedPacketException refused) {
      assertFalse(refused.reason().isBlank());
    }
    assertEquals(1, buffer.refCnt());
    return out;
  }
}
