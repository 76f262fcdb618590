package io.github.camelaudio.wire.srtp;

import static io.github.camelaudio.wire.srtp.TestStages.in;
import static io.github.camelaudio.wire.srtp.TestStages.key;
import static io.github.camelaudio.wire.srtp.TestStages.out;
import static io.github.camelaudio.wire.srtp.TestStages.rtp;
import static io.github.camelaudio.wire.srtp.TestStages.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.srtp.cipher.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What captured packets and the holder of another key do to a stream: nothing. */
class EktFloodTest {

  private static final SharedKey ONE = key(SrtpMode.EKT, 1);
  private static final SharedKey TWO = key(SrtpMode.EKT, 2);

  private final TestStages stages = new TestStages(SrtpMode.EKT, ONE, TWO);
  private final PacketStage receiver = stages.newStage();

  private PacketStage sender(SharedKey key) {
    return new TestStages(SrtpMode.EKT, key).newStage();
  }

  /** Packets of a stream that the receiver hears. */
  private List<byte[]> heard(PacketStage sender, int ssrc, int packets) {
    List<byte[]> heard = new ArrayList<>();
    for (int i = 0; i < packets; i++) {
      byte[] sent = sent(sender, rtp(ssrc, i, 20));
      assertTrue(in(receiver, sent).is(rtp(ssrc, i, 20)), "packet " + i);
      heard.add(sent);
    }
    return heard;
  }

  /** A packet's key field on other bytes. */
  private static byte[] garbage(byte[] full, int number) {
    byte[] garbage = full.clone();
    Bytes.setShort(garbage, 2, number);
    Bytes.setInt(garbage, 20, number);
    return garbage;
  }

  // ---- what it costs

  @Test
  void genuineFieldsOnGarbage_areOpenedWithinALimit_andKnownStreamsAreHeard() {
    PacketStage honest = sender(ONE);
    heard(honest, 7, 3);
    byte[] captured = sent(sender(ONE), rtp(9, 1, 20));
    for (int i = 0; i < EktReceiver.FAILURES_AT_ONCE; i++) {
      assertTrue(in(receiver, garbage(captured, i)).isRefused("authentication fails"));
    }
    byte[] first = sent(sender(TWO), rtp(8, 1, 20));
    assertTrue(in(receiver, first).isRefused("authentication fails"), "it is not opened");
    assertTrue(in(receiver, sent(honest, rtp(7, 3, 20))).is(rtp(7, 3, 20)));
    byte[] anew = sent(sender(ONE), rtp(7, 3, 20));
    assertTrue(in(receiver, anew).is(rtp(7, 3, 20)), "a new master key of a known stream");
    stages.clock.advanceMillis(1);
    assertTrue(in(receiver, first).is(rtp(8, 1, 20)));
  }

  @Test
  void otherKeys_useUpNothing() {
    PacketStage stranger = sender(key(SrtpMode.EKT, 3));
    for (int i = 0; i < 2 * EktReceiver.FAILURES_AT_ONCE; i++) {
      assertTrue(in(receiver, sent(stranger, rtp(1_000 + i, 1, 0))).isRefused("not in the key"));
    }
    assertNotNull(in(receiver, sent(sender(ONE), rtp(7, 1, 20))).packet());
  }

  /** 10,000 packets a second with a genuine, older field of the stream itself. */
  @Test
  void aFloodOfAStreamsOwnOldField_losesNothingOfIt_alsoWhenItsCounterRollsOver() {
    Random random = new Random(5);
    byte[] old = sent(sender(ONE), rtp(7, 1, 20));
    PacketStage honest = stages.newStage();
    int number = 65_436;
    assertNotNull(in(receiver, sent(honest, rtp(7, number++, 20))).packet());
    for (; number < 65_636; number++) {
      for (int millis = 0; millis < 10; millis++) {
        stages.clock.advanceMillis(1);
        flood(old, random, 10);
      }
      byte[] packet = rtp(7, number & 0xFFFF, 20);
      assertTrue(in(receiver, sent(honest, packet)).is(packet), "packet " + number);
    }
    honest = stages.newStage();
    int missed = 0;
    for (boolean back = false; !back; missed++) {
      assertTrue(missed < 500, missed + " packets until a new master key was taken");
      stages.clock.advanceMillis(1);
      int before = random.nextInt(11);
      flood(old, random, before);
      byte[] packet = rtp(7, number++ & 0xFFFF, 20);
      back = in(receiver, sent(honest, packet)).is(packet);
      flood(old, random, 10 - before);
      for (int millis = 1; millis < 10; millis++) {
        stages.clock.advanceMillis(1);
        flood(old, random, 10);
      }
    }
  }

  private void flood(byte[] field, Random random, int packets) {
    for (int i = 0; i < packets; i++) {
      assertTrue(in(receiver, garbage(field, random.nextInt(65_536))).packet() == null);
    }
  }

  // ---- replays, with the help of another key

  @Test
  void aStreamThatAnotherKeyTookOver_isNotReplayed_andComesBack() {
    PacketStage anna = sender(ONE);
    List<byte[]> recorded = heard(anna, 7, 5);
    stages.clock.advanceMillis(10_000);
    PacketStage bob = sender(TWO);
    assertEquals("key-2", in(receiver, sent(bob, rtp(7, 1, 20))).keyName());
    stages.clock.advanceMillis(10_000);
    for (byte[] old : recorded) {
      assertTrue(in(receiver, old).isRefused("came before"));
    }
    assertEquals("key-1", in(receiver, sent(sender(ONE), rtp(7, 6, 20))).keyName());
  }

  @Test
  void aFloodOfOnesOwnStreams_makesNoOneElsesReplayable() {
    List<byte[]> recorded = heard(sender(ONE), 7, 5);
    PacketStage bob = sender(TWO);
    for (int i = 0; i < 2 * EktReceiver.MAX_STREAMS; i++) {
      assertNotNull(in(receiver, sent(bob, rtp(1_000 + i, 1, 0))).packet());
    }
    for (byte[] old : recorded) {
      assertTrue(in(receiver, old).isRefused("came before"));
    }
  }

  @Test
  void aKeyThatWasRemovedBeforeTheStageSends_isRefusedAfterIt() {
    PacketStage anna = sender(ONE);
    heard(anna, 7, 6);
    byte[] withoutField = sent(anna, rtp(7, 6, 20));
    assertEquals(EktKey.SHORT, withoutField[withoutField.length - 1]);
    stages.keys(TWO);
    assertNotNull(out(receiver, rtp(8, 1, 20)));
    assertTrue(in(receiver, withoutField).isDropped());
  }
}
