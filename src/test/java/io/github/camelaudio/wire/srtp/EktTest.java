package io.github.camelaudio.wire.srtp;

import static io.github.camelaudio.wire.srtp.TestStages.in;
import static io.github.camelaudio.wire.srtp.TestStages.key;
import static io.github.camelaudio.wire.srtp.TestStages.out;
import static io.github.camelaudio.wire.srtp.TestStages.rtcp;
import static io.github.camelaudio.wire.srtp.TestStages.rtp;
import static io.github.camelaudio.wire.srtp.TestStages.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.srtp.TestStages.Came;
import io.github.camelaudio.wire.srtp.cipher.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose key a packet has, and how long that holds. */
class EktTest {

  private static final SharedKey ONE = key(SrtpMode.EKT, 1);
  private static final SharedKey TWO = key(SrtpMode.EKT, 2);

  private final TestStages stages = new TestStages(SrtpMode.EKT, ONE, TWO);
  private final PacketStage receiver = stages.newStage();

  private PacketStage sender(SharedKey key) {
    TestStages its = new TestStages(SrtpMode.EKT, key);
    return its.newStage();
  }

  private static boolean isFull(byte[] packet) {
    return packet[packet.length - 1] == EktKey.FULL;
  }

  // ---- when the key goes out

  @Test
  void keysGoOutWithTheFirstPackets_thenEach100Ms() {
    PacketStage sender = stages.newStage();
    List<Integer> full = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      if (isFull(sent(sender, rtp(7, i, 20)))) {
        full.add(i);
      }
      stages.clock.advanceMillis(10);
    }
    assertEquals(List.of(0, 1, 2, 3, 4, 14, 24, 34), full);
  }

  @Test
  void whoTunesInLate_waitsForTheKeyQuietly_andTakesAllThatFollows() {
    PacketStage sender = stages.newStage();
    for (int i = 0; i < 70_000; i++) {
      sent(sender, rtp(7, i & 0xFFFF, 0));
    }
    byte[] packet = rtp(7, 70_000 & 0xFFFF, 30);
    assertTrue(in(receiver, sent(sender, packet)).isDropped());
    assertTrue(in(receiver, sent(sender, rtcp(7))).isDropped());
    assertEquals(2, stages.beforeKey());
    stages.clock.advanceMillis(100);
    for (int i = 70_001; i < 70_010; i++) {
      packet = rtp(7, i & 0xFFFF, 30);
      Came came = in(receiver, sent(sender, packet));
      assertTrue(came.is(packet), "the rollover counter came with the key: " + came);
    }
    assertTrue(in(receiver, sent(sender, rtcp(7))).is(rtcp(7)));
  }

  @Test
  void afterAnyLoss_theNextKeySaysWhereTheStreamIs() {
    PacketStage sender = stages.newStage();
    assertNotNull(in(receiver, sent(sender, rtp(7, 65_000, 30))).packet());
    for (int i = 65_001; i < 65_001 + 200_000; i += 1_000) {
      sent(sender, rtp(7, i & 0xFFFF, 0)); // lost
    }
    stages.clock.advanceMillis(100);
    byte[] packet = rtp(7, 65_001 + 200_000 & 0xFFFF, 30);
    assertTrue(in(receiver, sent(sender, packet)).is(packet));
  }

  // ---- keys that do not hold

  @Test
  void packetsWithoutEncryption_areRefusedWithWhatToDo() {
    assertTrue(in(receiver, rtp(7, 1, 20)).isRefused("not encrypted"));
    assertTrue(in(receiver, rtcp(7)).isRefused("not encrypted"));
    byte[] bare = new byte[32];
    bare[0] = (byte) 0x80;
    assertTrue(in(receiver, bare).isRefused("not encrypted"));
    assertNotNull(in(receiver, sent(stages.newStage(), rtp(7, 1, 20))).packet());
    assertTrue(in(receiver, rtcp(7)).isRefused("not encrypted"), "of a known stream, too");
  }

  @Test
  void aKeyThatTheFileDoesNotHave_isRefused_andTheOthersHeard() {
    PacketStage stranger = sender(key(SrtpMode.EKT, 3));
    assertTrue(in(receiver, sent(stranger, rtp(7, 1, 20))).isRefused("not in the key file"));
    assertEquals("key-1", in(receiver, sent(sender(ONE), rtp(8, 1, 20))).keyName());
    assertEquals("key-2", in(receiver, sent(sender(TWO), rtp(9, 1, 20))).keyName());
  }

  @Test
  void aRemovedKey_isRefusedFromTheNextPacketOn_andSendsNothingMore() {
    PacketStage sender = stages.newStage();
    assertEquals("key-1", in(receiver, sent(sender, rtp(7, 1, 20))).keyName());
    byte[] before = sent(sender, rtp(7, 2, 20));
    stages.keys(TWO);
    assertTrue(in(receiver, before).isRefused("not in the key file"));
    stages.clock.advanceMillis(100);
    Came came = in(receiver, sent(sender, rtp(7, 3, 20)));
    assertEquals("key-2", came.keyName(), came::toString);
    stages.keys(ONE);
    assertNull(out(sender, rtcp(7)), "a report under a key that went out with no sound");
  }

  @Test
  void whereNoKeySends_nothingGoesOut_andWhatComesIsTaken_untilOneDoes() {
    PacketStage both = stages.newStage();
    PacketStage peer = sender(TWO);
    assertNotNull(in(receiver, sent(both, rtp(7, 1, 20))).packet());
    stages.sendingNothing("the key key-1 is gone");
    UnsendableException e = assertThrows(UnsendableException.class, () -> out(both, rtp(7, 2, 20)));
    assertEquals("the key key-1 is gone", e.getMessage());
    assertNull(out(both, rtcp(7)));
    assertEquals("key-2", in(both, sent(peer, rtp(8, 1, 20))).keyName());
    stages.keys(ONE, TWO);
    assertEquals("key-1", in(receiver, sent(both, rtp(7, 3, 20))).keyName());
  }

  @Test
  void anotherSharedKeyForAKnownStream_isRefusedWhileThatIsThere() {
    assertNotNull(in(receiver, sent(sender(ONE), rtp(7, 1, 20))).packet());
    PacketStage other = sender(TWO);
    stages.clock.advanceMillis(9_900);
    Came came = in(receiver, sent(other, rtp(7, 1, 20)));
    assertTrue(came.isRefused("key-2, and that stream has the key key-1"), came::toString);
    stages.clock.advanceMillis(100);
    assertEquals("key-2", in(receiver, sent(other, rtp(7, 2, 20))).keyName());
  }

  // ---- master keys of one stream

  @Test
  void aSenderThatStartsAgain_isTaken_andWhatItSentBeforeIsRefused() {
    PacketStage sender = stages.newStage();
    List<byte[]> recorded = new ArrayList<>();
    int starts = EktSource.MASTER_KEYS + EktSource.RETIRED;
    for (int start = 0; start < starts; start++) {
      for (int i = 0; i < 3; i++) {
        byte[] packet = rtp(7, 100 + i, start);
        byte[] sent = sent(sender, packet);
        assertTrue(in(receiver, sent).is(packet));
        recorded.add(sent);
      }
      recorded.add(sent(sender, rtp(7, 103, start))); // never came, until somebody replays it
    }
    for (int i = 0; i < recorded.size(); i++) {
      stages.clock.advanceMillis(1);
      Came came = in(receiver, recorded.get(i));
      int age = starts - 1 - i / 4;
      if (age >= EktSource.MASTER_KEYS) {
        assertTrue(came.isRefused("came before"), "of " + age + " starts ago: " + came);
      } else {
        assertTrue(came.packet() == null || i % 4 == 3, came::toString);
      }
    }
  }

  /** Two networks, each with an encoder of its own: ST 2022-7, as far as routes can do it. */
  @Test
  void oneStreamFromTwoEncoders_isTakenFromBoth() {
    PacketStage left = stages.newStage();
    PacketStage right = stages.newStage();
    for (int i = 0; i < 500; i++) {
      byte[] packet = rtp(7, i, 20);
      assertTrue(in(receiver, sent(left, packet)).is(packet));
      assertTrue(in(receiver, sent(right, packet)).is(packet));
      stages.clock.advanceMillis(10);
    }
  }

  @Test
  void aKeyFieldOnAnotherPacket_movesNothing() {
    PacketStage sender = stages.newStage();
    byte[] first = sent(sender, rtp(7, 1, 20));
    in(receiver, first);
    for (int i = 2; i < 20; i++) {
      in(receiver, sent(sender, rtp(7, i, 20)));
    }
    byte[] spliced = sent(sender, rtp(7, 20, 20));
    byte[] field = Arrays.copyOfRange(first, first.length - EktKey.FULL_BYTES, first.length);
    byte[] other = sent(stages.newStage(), rtp(8, 1, 20));
    byte[] foreign = Arrays.copyOf(spliced, spliced.length - 1 + EktKey.FULL_BYTES);
    System.arraycopy(
        other, other.length - EktKey.FULL_BYTES, foreign, spliced.length - 1, EktKey.FULL_BYTES);
    assertTrue(in(receiver, foreign).isRefused("changed on its way"), "the key of another stream");
    byte[] moved = Arrays.copyOf(spliced, spliced.length - 1 + EktKey.FULL_BYTES);
    System.arraycopy(field, 0, moved, spliced.length - 1, EktKey.FULL_BYTES);
    assertTrue(in(receiver, moved).is(rtp(7, 20, 20)), "its own key: it is the same packet");
    assertTrue(in(receiver, spliced).isRefused("came before"));
  }

  /** A pair of master key and index is used once, whatever happens to encoder and keys. */
  @Test
  void noNonceComesTwice() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    EktKey[] reading = {new EktKey(ONE), new EktKey(TWO)};
    PacketStage sender = stages.newStage();
    Set<String> nonces = new HashSet<>();
    String[] masterKeys = new String[300];
    int[] sequences = new int[300];
    for (int i = 0; i < 30_000; i++) {
      int ssrc = random.nextInt(random.nextInt(20) == 0 ? 300 : 3);
      sequences[ssrc] +=
          switch (random.nextInt(200)) {
            case 0 -> -random.nextInt(1_000); // a reset, an end
            case 1 -> random.nextInt(65_536);
            case 2 -> 0;
            default -> 1;
          };
      sequences[ssrc] &= 0xFFFF;
      if (random.nextInt(500) == 0) {
        stages.keys(random.nextBoolean() ? ONE : TWO);
      }
      stages.clock.advanceMillis(100); // so that each packet tells its key
      byte[] sent = sent(sender, rtp(ssrc, sequences[ssrc], 0));
      int at = sent.length - EktKey.FULL_BYTES;
      EktKey.Content content = null;
      for (EktKey key : reading) {
        content = content == null && key.isNamed(sent, at) ? key.unwrap(sent, at) : content;
      }
      assertNotNull(content);
      masterKeys[ssrc] = Arrays.toString(content.masterKey());
      String nonce = masterKeys[ssrc] + ssrc + ' ' + content.rollovers() + ' ' + sequences[ssrc];
      assertTrue(nonces.add(nonce), "seed " + seed + ", packet " + i + ": " + nonce);
    }
  }

  // ---- bounds

  @Test
  void tenThousandStreams_leaveContextsForTheLatest_andOneThatIsThereStays() {
    EktStage bounded = (EktStage) receiver;
    PacketStage honest = stages.newStage();
    PacketStage flood = stages.newStage();
    for (int i = 0; i < 10_000; i++) {
      if (i % 500 == 0) {
        byte[] packet = rtp(7, i / 500, 20);
        assertTrue(in(receiver, sent(honest, packet)).is(packet));
      }
      assertNotNull(in(receiver, sent(flood, rtp(1_000 + i, 1, 0))).packet());
    }
    assertEquals(EktReceiver.MAX_STREAMS, bounded.streams());
    PacketStage stranger = sender(key(SrtpMode.EKT, 3));
    for (int i = 0; i < 10_000; i++) {
      assertTrue(in(receiver, sent(stranger, rtp(50_000 + i, 1, 0))).packet() == null);
    }
    byte[] packet = rtp(7, 21, 20);
    assertTrue(in(receiver, sent(honest, packet)).is(packet), "no stranger evicts a stream");
  }

  @Test
  void whatIsTooShortOrRandom_isRefused() {
    Random random = new Random(1);
    in(receiver, sent(stages.newStage(), rtp(7, 1, 20)));
    for (int i = 0; i < 20_000; i++) {
      byte[] any = new byte[random.nextInt(200)];
      random.nextBytes(any);
      if (any.length > 15 && random.nextBoolean()) {
        System.arraycopy(rtp(7, i, 20), 0, any, 0, 12);
        Bytes.setInt(any, 12, 0xC0DE0004);
        any[any.length - 1] = (byte) (random.nextBoolean() ? 2 : 0);
      }
      assertNull(in(receiver, any).packet());
    }
  }
}
