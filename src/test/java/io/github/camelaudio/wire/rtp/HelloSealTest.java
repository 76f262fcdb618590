package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelloSealTest {

  private static final HelloMessage HELLO =
      new HelloMessage(HelloMessage.Kind.HELLO, new HelloMessage.Cookie(1, 2), 3);

  /** Of the key anna and the hello, from a listener. */
  private static final String GOLDEN_TRAILER = "7efa00002003564db6231bf5659f6085371e295e";

  private final SharedKey anna = key("anna", 1);
  private final SharedKey bert = key("bert", 2);
  private KeyRing ring = new KeyRing(List.of(anna, bert), anna);
  private final HelloSeal seal = new HelloSeal(() -> ring);

  private static SharedKey key(String name, int value) {
    byte[] secret = new byte[SharedKey.BYTES];
    Arrays.fill(secret, (byte) value);
    return new SharedKey(name, secret);
  }

  private byte[] sealed(HelloSeal.Side side) {
    ByteBuf written = seal.write(HELLO, side, UnpooledByteBufAllocator.DEFAULT);
    byte[] bytes = ByteBufUtil.getBytes(written);
    written.release();
    return bytes;
  }

  @Test
  void write_isTheMessageWithItsTrueLength_aSpiAndATag() {
    // Python: hmac.new(secret, purpose + b"\1", sha256) gives SPI and the tag's key, that the tag.
    assertEquals(
        "80cc000c0000000054554e4500000000000000010000000000000002" + "00000003" + GOLDEN_TRAILER,
        ByteBufUtil.hexDump(sealed(HelloSeal.Side.LISTENER)));
  }

  @ParameterizedTest
  @EnumSource(HelloSeal.Side.class)
  void keyOf_isTheSendingKey_onTheRightSideOnly(HelloSeal.Side side) {
    ByteBuf datagram = Unpooled.wrappedBuffer(sealed(side));
    for (HelloSeal.Side expected : HelloSeal.Side.values()) {
      assertEquals(expected == side ? anna : null, seal.keyOf(datagram, expected));
    }
    assertEquals(HELLO, HelloSeal.read(datagram));
    assertEquals(HelloSeal.SIZE_BYTES, datagram.readableBytes());
  }

  @Test
  void write_whereNoKeySends_takesTheFirst() {
    ring = KeyRing.receivingOnly(List.of(bert, anna), "anna is gone");
    byte[] hello = sealed(HelloSeal.Side.LISTENER);
    assertSame(bert, seal.keyOf(Unpooled.wrappedBuffer(hello), HelloSeal.Side.LISTENER));
  }

  @Test
  void keyOf_afterAChangeOfTheKeys_asksTheNewOnes() {
    byte[] ofAnna = sealed(HelloSeal.Side.LISTENER);
    ring = new KeyRing(List.of(bert), bert);
    assertNull(seal.keyOf(Unpooled.wrappedBuffer(ofAnna), HelloSeal.Side.LISTENER));
    byte[] ofBert = sealed(HelloSeal.Side.LISTENER);
    ring = new KeyRing(List.of(anna, bert), anna);
    assertSame(bert, seal.keyOf(Unpooled.wrappedBuffer(ofBert), HelloSeal.Side.LISTENER));
    assertSame(anna, seal.keyOf(Unpooled.wrappedBuffer(ofAnna), HelloSeal.Side.LISTENER));
  }

  @Test
  void keyOf_withAFlippedBitAnywhere_isNone() {
    byte[] bytes = sealed(HelloSeal.Side.LISTENER);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertNull(
          seal.keyOf(Unpooled.wrappedBuffer(flipped), HelloSeal.Side.LISTENER), "bit " + bit);
    }
  }

  @Test
  void keyOf_cutAnywhere_orWithMore_isNone() {
    byte[] bytes = sealed(HelloSeal.Side.LISTENER);
    for (int length = 0; length <= bytes.length + 8; length++) {
      ByteBuf cut = Unpooled.wrappedBuffer(Arrays.copyOf(bytes, length));
      if (length == bytes.length) {
        assertNotNull(seal.keyOf(cut, HelloSeal.Side.LISTENER));
      } else {
        assertNull(seal.keyOf(cut, HelloSeal.Side.LISTENER));
        assertNull(HelloSeal.read(cut), "length " + length);
      }
    }
  }

  @Test
  void messageWithoutASeal_isNotSealed_andTheReverse() {
    ByteBuf bare = HELLO.write(UnpooledByteBufAllocator.DEFAULT);
    assertFalse(HelloSeal.isSealed(bare));
    bare.release();
    assertNull(HelloMessage.read(Unpooled.wrappedBuffer(sealed(HelloSeal.Side.STATION))));
  }
}
