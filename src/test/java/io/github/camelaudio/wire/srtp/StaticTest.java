package io.github.camelaudio.wire.srtp;

import static io.github.camelaudio.wire.srtp.TestStages.in;
import static io.github.camelaudio.wire.srtp.TestStages.key;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that other programs have, too: nothing but SSRC and index tells nonces apart. */
class StaticTest {

  private static final SharedKey ONE = key(SrtpMode.STATIC, 1);
  private static final SharedKey TWO = key(SrtpMode.STATIC, 2);

  @TempDir Path directory;

  private final TestStages stages = new TestStages(SrtpMode.STATIC, ONE, TWO);
  private final PacketStage receiver = stages.newStage();

  @Test
  void theKeyIsFoundByTrying_andThenTheStreamsOwn() {
    TestStages others = new TestStages(SrtpMode.STATIC, TWO);
    assertEquals("key-1", in(receiver, sent(stages.newStage(), rtp(7, 1, 20))).keyName());
    assertEquals("key-2", in(receiver, sent(others.newStage(), rtp(8, 1, 20))).keyName());
    assertTrue(
        in(receiver, sent(others.newStage(), rtp(7, 2, 20))).isRefused("changed on its way"));
    TestStages strangers = new TestStages(SrtpMode.STATIC, key(SrtpMode.STATIC, 3));
    assertTrue(in(receiver, sent(strangers.newStage(), rtp(9, 1, 20))).isRefused("fits no key"));
    assertTrue(in(receiver, rtp(9, 1, 20)).isRefused("fits no key"));
    assertTrue(in(receiver, rtcp(9)).isRefused("not encrypted"));
  }

  @Test
  void aReportBeforeTheSound_isTaken() {
    PacketStage sender = stages.newStage();
    assertTrue(in(receiver, sent(sender, rtcp(7))).is(rtcp(7)));
    assertTrue(in(receiver, sent(sender, rtp(7, 1, 20))).is(rtp(7, 1, 20)));
  }

  @Test
  void aRemovedKey_isRefusedFromTheNextPacketOn() {
    PacketStage sender = stages.newStage();
    assertNotNull(in(receiver, sent(sender, rtp(7, 1, 20))).packet());
    byte[] next = sent(sender, rtp(7, 2, 20));
    stages.keys(TWO);
    assertTrue(in(receiver, next).isRefused("fits no key"));
  }

  @Test
  void whereNoKeySends_nothingGoesOut_andWhatComesIsTaken_untilOneDoes() {
    PacketStage both = stages.newStage();
    TestStages peers = new TestStages(SrtpMode.STATIC, TWO);
    assertNotNull(in(receiver, sent(both, rtp(7, 1, 20))).packet());
    stages.sendingNothing("the key key-1 is gone");
    for (byte[] packet : List.of(rtp(7, 2, 20), rtcp(7))) {
      UnsendableException e = assertThrows(UnsendableException.class, () -> sent(both, packet));
      assertEquals("the key key-1 is gone", e.getMessage());
    }
    assertEquals("key-2", in(both, sent(peers.newStage(), rtp(8, 1, 20))).keyName());
    stages.keys(ONE, TWO);
    assertTrue(in(receiver, sent(both, rtp(7, 3, 20))).is(rtp(7, 3, 20)));
  }

  @Test
  void whatIsEncryptedWithEkt_isNamed() {
    TestStages ekt = new TestStages(SrtpMode.EKT, key(SrtpMode.EKT, 1));
    assertTrue(in(receiver, sent(ekt.newStage(), rtp(7, 1, 20))).isRefused("with EKT"));
  }

  @Test
  void aStreamThatIsRunning_isTakenWhileItsRolloverCounterIsSmall() {
    PacketStage sender = stages.newStage();
    for (int i = 0; i < 4 * 65_536; i += 8_192) { // the others brought no sound
      sent(sender, rtp(7, i & 0xFFFF, 0));
    }
    byte[] packet = rtp(7, 0, 20);
    assertTrue(in(receiver, sent(sender, packet)).is(packet));
  }

  @Test
  void aReportBeforeTheSound_findsAStreamThatIsRunning() {
    PacketStage sender = stages.newStage();
    int next = lost(sender, 0, 2 * 65_536 + 500);
    assertTrue(in(receiver, sent(sender, rtcp(7))).is(rtcp(7)));
    byte[] packet = rtp(7, next & 0xFFFF, 20);
    assertTrue(in(receiver, sent(sender, packet)).is(packet));
  }

  /** Beyond 32,768 packets the nearest index is another one. */
  @ParameterizedTest
  @ValueSource(ints = {32_000, 33_000, 63_700, 65_036, 65_536, 66_000, 200_000, 1_000_000})
  void afterAnOutage_theStreamGoesOn(int packets) {
    PacketStage sender = stages.newStage();
    int next = 0;
    for (; next < 2_000; next++) {
      assertNotNull(in(receiver, sent(sender, rtp(7, next, 0))).packet());
    }
    next = lost(sender, next, packets);
    int missed = 0;
    while (in(receiver, sent(sender, rtp(7, next++ & 0xFFFF, 0))).packet() == null) {
      stages.clock.advanceMillis(10);
      assertTrue(++missed < ReplayWindow.PACKETS, missed + " more packets were missed");
    }
    for (int end = next + 100; next < end; next++) {
      assertNotNull(in(receiver, sent(sender, rtp(7, next & 0xFFFF, 0))).packet());
    }
  }

  @Test
  void aRecordedPacketThatComesFirst_keepsNothingOfTheStreamAway() {
    PacketStage sender = stages.newStage();
    byte[] recorded = sent(sender, rtp(7, 1, 20));
    byte[] another = sent(sender, rtp(7, 2, 20));
    int next = lost(sender, 3, 2 * 65_536);
    assertTrue(in(receiver, recorded).is(rtp(7, 1, 20)));
    for (int end = next + 100; next < end; next++) {
      byte[] packet = rtp(7, next & 0xFFFF, 20);
      assertTrue(in(receiver, sent(sender, packet)).is(packet));
      stages.clock.advanceMillis(10);
    }
    assertNull(in(receiver, recorded).packet());
    assertNull(in(receiver, another).packet());
  }

  /** Sends packets that nobody receives; returns the number of the next. */
  private static int lost(PacketStage sender, int from, int packets) {
    for (int number = from; number < from + packets; number += 8_192) {
      sent(sender, rtp(7, number & 0xFFFF, 0));
    }
    return from + packets;
  }

  @Test
  void strangersPackets_areTriedWithinALimit_andKnownStreamsAreHeard() {
    PacketStage honest = stages.newStage();
    assertNotNull(in(receiver, sent(honest, rtp(7, 1, 20))).packet());
    PacketStage stranger = new TestStages(SrtpMode.STATIC, key(SrtpMode.STATIC, 3)).newStage();
    for (int i = 0; i < StaticReceiver.FAILURES_AT_ONCE; i++) {
      byte[] sound = sent(stranger, rtp(1_000 + i, 1, 20));
      byte[] report = sent(stranger, rtcp(1_000 + i));
      assertTrue(in(receiver, i % 2 == 0 ? sound : report).isRefused("fits no key"));
    }
    byte[] first = sent(honest, rtp(8, 1, 20));
    byte[] report = sent(honest, rtcp(9));
    assertTrue(in(receiver, first).isRefused("fits no key"), "it is not tried");
    assertTrue(in(receiver, report).isRefused("fits no key"), "it is not tried");
    assertTrue(in(receiver, sent(honest, rtp(7, 2, 20))).is(rtp(7, 2, 20)));
    byte[] far = sent(honest, rtp(7, lost(honest, 3, 100_000) & 0xFFFF, 20));
    assertNotNull(in(receiver, far).packet(), "a search for a known stream");
    stages.clock.advanceMillis(5);
    assertTrue(in(receiver, first).is(rtp(8, 1, 20)));
    assertTrue(in(receiver, report).is(rtcp(9)));
  }

  @Test
  void changedPacketsOfAKnownStream_areSearchedForWithinALimit() {
    PacketStage honest = stages.newStage();
    assertNotNull(in(receiver, sent(honest, rtp(7, 1, 20))).packet());
    byte[] changed = sent(honest, rtp(7, 2, 20));
    changed[40] ^= 1;
    for (int i = 0; i < StaticReceiver.FAILURES_AT_ONCE; i++) {
      assertTrue(in(receiver, changed).isRefused("changed on its way"));
    }
    int searched = StaticReceiver.FAILURES_AT_ONCE * StaticReceiver.ROLLOVERS;
    int next = lost(honest, 3, (searched + 1) * 65_536);
    byte[] far = sent(honest, rtp(7, next & 0xFFFF, 20));
    assertNull(in(receiver, far).packet(), "it is not searched for");
    stages.clock.advanceMillis(5);
    assertNotNull(in(receiver, far).packet());
    byte[] near = sent(stages.newStage(), rtp(8, 1, 20));
    assertNotNull(in(receiver, near).packet());
  }

  @Test
  void aFloodOfOnesOwnStreams_makesNoOneElsesReplayable() {
    byte[] recorded = sent(stages.newStage(), rtp(7, 1, 20));
    assertNotNull(in(receiver, recorded).packet());
    PacketStage bob = new TestStages(SrtpMode.STATIC, TWO).newStage();
    for (int i = 0; i < 2 * StaticReceiver.MAX_STREAMS; i++) {
      assertNotNull(in(receiver, sent(bob, rtp(1_000 + i, 1, 0))).packet());
    }
    assertTrue(in(receiver, recorded).isRefused("came before"));
  }

  /** The sequence numbers are a packetizer's after resets; and what goes out increases. */
  @Test
  void afterAReset_sequenceNumbersContinueBehindThoseBefore() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    PacketStage sender = stages.newStage();
    Set<Long> indexes = new HashSet<>();
    int sequence = 0;
    long index = -1;
    for (int i = 0; i < 10_000; i++) {
      sequence = random.nextInt(100) == 0 ? random.nextInt(65_536) : sequence + 1 & 0xFFFF;
      if (random.nextInt(400) == 0) {
        sender = stages.newStage(); // a new connection
      }
      byte[] sent = sent(sender, rtp(7, sequence, 0));
      int went = SrtpLayout.sequence(sent);
      index = index < 0 ? went : index + (went - (int) index & 0xFFFF);
      assertTrue(indexes.add(index), "seed " + seed + ", packet " + i);
    }
  }

  @Test
  void twoConnectionsAtOnce_theFormerStops() {
    PacketStage former = stages.newStage();
    PacketStage latter = stages.newStage();
    sent(former, rtp(7, 1, 20));
    byte[] packet = sent(latter, rtp(7, 1, 20));
    assertEquals(2, SrtpLayout.sequence(packet));
    String why =
        String.valueOf(
            assertThrows(UnsendableException.class, () -> sent(former, rtp(7, 2, 20)))
                .getMessage());
    assertTrue(why.contains("unset audio.srtp"), why);
    sent(latter, rtp(7, 2, 20));
    sent(former, rtp(8, 2, 20));
  }

  @Test
  void anSsrcAndKeyOfAnEarlierStart_areRefused_othersSent() throws Exception {
    Path keyFile = directory.resolve("camel-audio.keys");
    start(keyFile, ONE, 7);
    start(keyFile, ONE, 8);
    String why =
        String.valueOf(
            assertThrows(UnsendableException.class, () -> start(keyFile, ONE, 7)).getMessage());
    assertTrue(why.contains("stream 00000007 was sent with the key key-1"), why);
    start(keyFile, TWO, 7);
    List<String> lines = Files.readAllLines(directory.resolve("camel-audio.keys.used"));
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).endsWith(" 00000007"), lines::toString);
  }

  @Test
  void whatCannotBeRemembered_isNotSent() throws Exception {
    Path keyFile = directory.resolve("keys");
    Files.createDirectory(directory.resolve("keys.used"));
    String why =
        String.valueOf(
            assertThrows(UnsendableException.class, () -> start(keyFile, ONE, 7)).getMessage());
    assertTrue(why.contains("keys.used"), why);
  }

  private static void start(Path keyFile, SharedKey key, int ssrc) {
    TestStages started = new TestStages(SrtpMode.STATIC, StaticStreams.beside(keyFile), key);
    PacketStage sender = started.newStage();
    sent(sender, rtp(ssrc, 1, 20));
    sent(sender, rtp(ssrc, 2, 20));
  }
}
