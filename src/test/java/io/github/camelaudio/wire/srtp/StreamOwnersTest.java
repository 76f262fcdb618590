package io.github.camelaudio.wire.srtp;

import static io.github.camelaudio.wire.srtp.TestStages.in;
import static io.github.camelaudio.wire.srtp.TestStages.key;
import static io.github.camelaudio.wire.srtp.TestStages.rtcp;
import static io.github.camelaudio.wire.srtp.TestStages.rtp;
import static io.github.camelaudio.wire.srtp.TestStages.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.srtp.TestStages.Came;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One stream at two connections of a context: it belongs to one key. */
class StreamOwnersTest {

  private static final String REFUSAL = "with the key key-2, and that stream has the key key-1";

  /** A context that has both keys, two of its connections, and a sender of each key. */
  private static final class Peers {
    final SharedKey anna;
    final SharedKey bob;
    final TestStages context;
    final PacketStage left;
    final PacketStage right;
    final PacketStage annas;
    final PacketStage bobs;

    Peers(SrtpMode mode) {
      anna = key(mode, 1);
      bob = key(mode, 2);
      context = new TestStages(mode, anna, bob);
      left = context.newStage();
      right = context.newStage();
      annas = new TestStages(mode, anna).newStage();
      bobs = new TestStages(mode, bob).newStage();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherKey_doesNotBringAStreamThatIsThere_whateverConnectionItUses(SrtpMode mode) {
    Peers peers = new Peers(mode);
    for (int i = 0; i < 2_000; i++) {
      byte[] packet = rtp(7, i, 20);
      assertTrue(in(peers.left, sent(peers.annas, packet)).is(packet), "packet " + i);
      if (i % 40 == 0) {
        Came came = in(peers.right, sent(peers.bobs, rtp(7, i, 20)));
        assertTrue(came.packet() == null, "packet " + i);
      }
      peers.context.clock.advanceMillis(20);
    }
    Came came = in(peers.right, sent(new TestStages(mode, peers.bob).newStage(), rtp(7, 1, 20)));
    assertTrue(came.isRefused(REFUSAL), came::toString);
    assertEquals("key-2", in(peers.right, sent(peers.bobs, rtp(8, 1, 20))).keyName());
  }

  @ParameterizedTest
  @EnumSource
  void theSameKey_mayBringItOverTwoConnections(SrtpMode mode) {
    Peers peers = new Peers(mode);
    for (int i = 0; i < 100; i++) {
      byte[] packet = rtp(7, i, 20);
      byte[] sent = sent(peers.annas, packet);
      assertTrue(in(peers.left, sent).is(packet));
      assertTrue(in(peers.right, sent).is(packet));
      peers.context.clock.advanceMillis(20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterASilence_aStreamMayHaveAnotherKey_andTheFirstIsRefusedThen(SrtpMode mode) {
    Peers peers = new Peers(mode);
    assertEquals("key-1", in(peers.left, sent(peers.annas, rtp(7, 1, 20))).keyName());
    peers.context.clock.advanceMillis(1_000L * StreamOwners.OWNED_SECONDS);
    assertEquals("key-2", in(peers.right, sent(peers.bobs, rtp(7, 1, 20))).keyName());
    Came came = in(peers.left, sent(peers.annas, rtp(7, 2, 20)));
    assertTrue(came.isRefused("with the key key-1, and that stream has the key key-2"));
    assertTrue(in(peers.left, sent(peers.annas, rtcp(7))).packet() == null);
  }

  @ParameterizedTest
  @EnumSource
  void aRemovedKey_ownsNothing(SrtpMode mode) {
    Peers peers = new Peers(mode);
    assertEquals("key-1", in(peers.left, sent(peers.annas, rtp(7, 1, 20))).keyName());
    peers.context.keys(peers.bob);
    assertEquals("key-2", in(peers.right, sent(peers.bobs, rtp(7, 1, 20))).keyName());
  }

  @Test
  void aFloodOfStreams_pushesOutNoOneElses() throws MalformedPacketException {
    SharedKey anna = key(SrtpMode.EKT, 1);
    SharedKey bob = key(SrtpMode.EKT, 2);
    StreamOwners owners = new StreamOwners(() -> new KeyRing(List.of(anna, bob), anna));
    owners.claim(anna, 7).renew(0);
    for (int ssrc = 100; ssrc < 100 + 2 * StreamOwners.MAX_STREAMS; ssrc++) {
      owners.claim(bob, ssrc).renew(1);
    }
    assertThrows(MalformedPacketException.class, () -> owners.claim(bob, 7).renew(2));
    owners.claim(anna, 7).renew(3);
  }
}
