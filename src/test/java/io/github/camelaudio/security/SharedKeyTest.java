package io.github.camelaudio.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One secret, a key for each purpose. */
class SharedKeyTest {

  private static SharedKey key(String name, int fill) {
    byte[] secret = new byte[SharedKey.BYTES];
    Arrays.fill(secret, (byte) fill);
    return new SharedKey(name, secret);
  }

  /** RFC 5869 2.3: the first block is the HMAC of the info and a 1; computed with Python's hmac. */
  @Test
  void derive_isTheFirstBlockOfHkdfExpand() {
    SharedKey key = new SharedKey("jefe", "Jefe".getBytes(StandardCharsets.US_ASCII));
    String expected = "f1c3065950ad08f2856a8b71c9c77c4c841cf7d16227b637ab7eaedb0a39f97f";
    assertEquals(expected, HexFormat.of().formatHex(key.derive("hello", 32)));
    assertEquals(expected.substring(0, 24), HexFormat.of().formatHex(key.derive("hello", 12)));
  }

  @Test
  void eachPurpose_andEachSecret_hasAKeyOfItsOwn() {
    SharedKey key = key("anna", 1);
    assertFalse(Arrays.equals(key.derive("a", 32), key.derive("b", 32)));
    assertFalse(Arrays.equals(key.derive("a", 32), key("anna", 2).derive("a", 32)));
  }

  @Test
  void aKey_isNamedWithoutItsSecret_andKeepsItsOwnCopy() {
    byte[] secret = new byte[SharedKey.BYTES];
    SharedKey key = new SharedKey("anna", secret);
    secret[0] = 9;
    key.secret()[1] = 9;
    assertArrayEquals(new byte[SharedKey.BYTES], key.secret());
    assertEquals("key anna", key.toString());
  }

  @Test
  void aRing_sendsWithOneOfItsKeys() {
    SharedKey anna = key("anna", 1);
    SharedKey bert = key("bert", 2);
    assertFalse(new KeyRing(List.of(anna), anna).has(bert));
    assertThrows(IllegalArgumentException.class, () -> new KeyRing(List.of(anna), bert));
  }
}
