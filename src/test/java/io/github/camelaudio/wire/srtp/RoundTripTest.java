package io.github.camelaudio.wire.srtp;

import static io.github.camelaudio.wire.srtp.TestStages.in;
import static io.github.camelaudio.wire.srtp.TestStages.key;
import static io.github.camelaudio.wire.srtp.TestStages.rtcp;
import static io.github.camelaudio.wire.srtp.TestStages.rtp;
import static io.github.camelaudio.wire.srtp.TestStages.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.srtp.TestStages.Came;
import io.github.camelaudio.wire.srtp.cipher.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes out of one stage comes back through another, and nothing else does. */
class RoundTripTest {

  private static TestStages stages(SrtpMode mode) {
    return new TestStages(mode, key(mode, 1));
  }

  /** With contributing sources only where they are allowed; extension, padding, any size. */
  private static byte[] anyPacket(SrtpMode mode, Random random, int sequence) {
    int contributors = mode == SrtpMode.EKT ? 0 : random.nextInt(16);
    int words = random.nextInt(20);
    boolean extension = mode == SrtpMode.EKT || random.nextBoolean();
    int header = 12 + 4 * contributors + (extension ? 4 + 4 * words : 0);
    byte[] packet = new byte[header + random.nextInt(random.nextInt(50) == 0 ? 60_000 : 1_300)];
    random.nextBytes(packet);
    packet[0] =
        (byte) (0x80 | (random.nextInt(4) == 0 ? 0x20 : 0) | (extension ? 0x10 : 0) | contributors);
    packet[1] = (byte) (random.nextBoolean() ? 96 : 96 | 0x80);
    Bytes.setShort(packet, 2, sequence);
    Bytes.setInt(packet, 8, 7);
    if (extension) {
      Bytes.setInt(packet, 12 + 4 * contributors, 0xBEDE0000 | words);
    }
    return packet;
  }

  @ParameterizedTest
  @EnumSource
  void randomPackets_comeBackAsTheyWere_withTheNameOfTheKey(SrtpMode mode) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TestStages stages = stages(mode);
    PacketStage sender = stages.newStage();
    PacketStage receiver = stages.newStage();
    for (int i = 0; i < 2_000; i++) {
      stages.clock.advanceMillis(random.nextInt(40));
      byte[] packet = anyPacket(mode, random, i);
      byte[] sent = sent(sender, packet);
      assertTrue(sent.length <= packet.length + sender.maxGrowthBytes());
      Came came = in(receiver, sent);
      assertTrue(came.is(packet), "seed " + seed + ", packet " + i + ": " + came);
      assertEquals("key-1", came.keyName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void reports_comeBackAsTheyWere_andNotTwice(SrtpMode mode) {
    TestStages stages = stages(mode);
    PacketStage sender = stages.newStage();
    PacketStage receiver = stages.newStage();
    in(receiver, sent(sender, rtp(7, 1, 100)));
    for (int i = 0; i < 100; i++) {
      byte[] sent = sent(sender, rtcp(7));
      assertTrue(in(receiver, sent).is(rtcp(7)));
      assertTrue(in(receiver, sent).isRefused("came before"));
    }
  }

  @Test
  void packetsWithoutAnExtension_getAnEmptyOne() {
    TestStages stages = stages(SrtpMode.EKT);
    byte[] packet = rtp(7, 1, 100);
    byte[] bare = Arrays.copyOfRange(packet, 20, packet.length);
    System.arraycopy(packet, 0, bare, 0, 12);
    bare[0] = (byte) 0x80;
    byte[] back = in(stages.newStage(), sent(stages.newStage(), bare)).packet();
    assertNotNull(back);
    assertEquals(0xBEDE0000, Bytes.getInt(back, 12));
    assertTrue(Arrays.equals(back, 16, back.length, bare, 12, bare.length));
  }

  /** Of each protected packet one bit is changed on its way. */
  @ParameterizedTest
  @EnumSource
  void aFlippedBitAnywhere_isRefused_andTheStreamContinues(SrtpMode mode) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TestStages stages = stages(mode);
    PacketStage sender = stages.newStage();
    PacketStage receiver = stages.newStage();
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      stages.clock.advanceMillis(random.nextInt(40));
      boolean report = i > 0 && random.nextInt(20) == 0;
      byte[] packet = report ? rtcp(7) : rtp(7, i, random.nextInt(60));
      byte[] sent = sent(sender, packet);
      int bit = random.nextInt(8 * sent.length);
      places.add(sent.length - bit / 8);
      byte[] changed = sent.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      Came came = in(random.nextInt(10) == 0 ? stages.newStage() : receiver, changed);
      assertTrue(came.packet() == null, "seed " + seed + ", packet " + i + ", bit " + bit);
      assertTrue(in(receiver, sent).is(packet), "seed " + seed + ", packet " + i + " unchanged");
    }
    assertTrue(places.size() > 80, places.size() + " places");
  }

  @ParameterizedTest
  @EnumSource
  void replayed_isRefused_whateverCameBetween(SrtpMode mode) {
    TestStages stages = stages(mode);
    PacketStage sender = stages.newStage();
    PacketStage receiver = stages.newStage();
    byte[][] sent = new byte[3_000][];
    for (int i = 0; i < sent.length; i++) {
      stages.clock.advanceMillis(10);
      sent[i] = sent(sender, rtp(7, i, 20));
      assertTrue(in(receiver, sent[i]).is(rtp(7, i, 20)));
      assertTrue(in(receiver, sent[i / 2]).isRefused("came before"));
    }
    for (byte[] old : sent) {
      assertTrue(in(receiver, old).isRefused("came before"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void outOfOrder_isTakenWithinTheWindow_refusedBeforeIt(SrtpMode mode) {
    TestStages stages = stages(mode);
    PacketStage sender = stages.newStage();
    PacketStage receiver = stages.newStage();
    byte[][] sent = new byte[ReplayWindow.PACKETS + 2][];
    for (int i = 0; i < sent.length; i++) {
      sent[i] = sent(sender, rtp(7, 65_000 + i & 0xFFFF, 20));
    }
    assertTrue(in(receiver, sent[0]).packet() != null);
    for (int i = sent.length - 1; i > 1; i--) {
      assertTrue(in(receiver, sent[i]).packet() != null, "packet " + i);
    }
    assertTrue(in(receiver, sent[1]).isRefused("came before"), "1,024 before the newest");
  }

  @ParameterizedTest
  @EnumSource
  void sequenceNumbersWrap_forWhoIsThere(SrtpMode mode) {
    TestStages stages = stages(mode);
    PacketStage sender = stages.newStage();
    PacketStage receiver = stages.newStage();
    for (int i = 0; i < 70_000; i += 7) {
      byte[] packet = rtp(7, 65_000 + i & 0xFFFF, 0);
      byte[] sent = sent(sender, packet);
      if (i % 5 == 0) { // the others are lost
        assertTrue(in(receiver, sent).is(packet), "packet " + i);
      }
    }
  }

  @Test
  void noByteOfSoundFormatOrKeyName_isReadable() {
    TestStages stages = stages(SrtpMode.EKT);
    byte[] packet = rtp(7, 1, 200);
    packet[1] = (byte) (0x80 | 11); // marker, and a payload type that says the format
    byte[] sent = sent(stages.newStage(), packet);
    assertEquals(0x80 | 96, sent[1] & 0xFF);
    assertEquals(0xC0DE0004, Bytes.getInt(sent, 12));
    String bytes = new String(sent, StandardCharsets.ISO_8859_1);
    for (int at = 16; at + 4 <= packet.length; at++) {
      String part = new String(packet, at, 4, StandardCharsets.ISO_8859_1);
      assertTrue(!bytes.contains(part), "4 bytes at " + at + " are readable");
    }
    assertTrue(!bytes.contains("key-1"));
  }
}
