package io.github.camelaudio.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random rules and addresses, compared with a model that is slow and plain. */
class AddressRuleRandomTest {

  private static final int RULES = 3_000;
  private static final int ADDRESSES = 30;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** A block as it is written: its first address, of 4 or 16 bytes, and its prefix length. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(byte[] first, int prefix) {

    /** Compares the first bits of two numbers. */
    boolean has(byte[] plain) {
      int bits = Byte.SIZE * first.length;
      return plain.length == first.length
          && new BigInteger(1, plain)
              .shiftRight(bits - prefix)
              .equals(new BigInteger(1, first).shiftRight(bits - prefix));
    }

    String text() throws UnknownHostException {
      return InetAddress.getByAddress(first).getHostAddress() + "/" + prefix;
    }
  }

  private byte[] bytes(boolean ipv4) {
    byte[] bytes = new byte[ipv4 ? 4 : 16];
    random.nextBytes(bytes);
    if (!ipv4) {
      bytes[0] |= 1; // never IPv4-mapped by chance
    }
    return bytes;
  }

  private Block block() {
    byte[] first = bytes(random.nextBoolean());
    int bits = Byte.SIZE * first.length;
    int prefix = random.nextInt(first.length == 4 ? 0 : 8, bits + 1);
    for (int bit = prefix; bit < bits; bit++) {
      first[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
    }
    return new Block(first, prefix);
  }

  /** One near a block: its bits, but a few beyond the prefix, or one of it, may be others. */
  private byte[] near(Block block) {
    byte[] bytes = block.first.clone();
    for (int i = random.nextInt(3); i > 0; i--) {
      int bit = random.nextInt(bytes.length == 4 ? 0 : 8, Byte.SIZE * bytes.length);
      int near = Math.min(bit, Math.max(block.prefix + random.nextInt(-1, 2), 8));
      int flipped = random.nextBoolean() ? bit : near;
      bytes[flipped / Byte.SIZE] ^= (byte) (0x80 >>> flipped % Byte.SIZE);
    }
    return bytes;
  }

  /** As Java or a socket of both families may give it. */
  private InetAddress address(byte[] plain) throws UnknownHostException {
    if (plain.length == 16) {
      return Inet6Address.getByAddress(null, plain, random.nextInt(-1, 3));
    }
    if (random.nextBoolean()) {
      return InetAddress.getByAddress(plain);
    }
    byte[] mapped = new byte[16];
    Arrays.fill(mapped, 10, 12, (byte) 0xFF);
    System.arraycopy(plain, 0, mapped, 12, 4);
    return Inet6Address.getByAddress(null, mapped, random.nextInt(-1, 3));
  }

  @Test
  void accepts_isWhatAPrefixOfBigNumbersSays() throws UnknownHostException {
    int accepted = 0;
    for (int i = 0; i < RULES; i++) {
      List<Block> blocks = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        Block block = block();
        blocks.add(block);
        texts.add(block.text());
      }
      String text = texts.stream().collect(Collectors.joining(random.nextBoolean() ? "," : " , "));
      AddressRule rule = AddressRule.parse(text, task -> {});
      for (int n = 0; n < ADDRESSES; n++) {
        byte[] plain =
            n % 5 == 0 ? bytes(n % 2 == 0) : near(blocks.get(random.nextInt(blocks.size())));
        boolean expected = blocks.stream().anyMatch(block -> block.has(plain));
        InetAddress address = address(plain);
        assertThat(rule.accepts(address))
            .as("%s: %s, seed %d", rule, address, seed)
            .isEqualTo(expected);
        accepted += expected ? 1 : 0;
      }
    }
    assertThat(accepted)
        .as("accepted of seed %d", seed)
        .isBetween(RULES * ADDRESSES / 5, RULES * ADDRESSES * 4 / 5);
  }

  @Test
  void parse_ofABlockWithAnotherBit_isRefused() throws UnknownHostException {
    for (int i = 0; i < RULES; i++) {
      Block block = block();
      int bits = Byte.SIZE * block.first.length;
      if (block.prefix == bits) {
        continue;
      }
      byte[] other = block.first.clone();
      int bit = random.nextInt(block.prefix, bits);
      other[bit / Byte.SIZE] |= (byte) (0x80 >>> bit % Byte.SIZE);
      String text = new Block(other, block.prefix).text();
      assertThatThrownBy(() -> AddressRule.parse(text, task -> {}))
          .as("%s, seed %d", text, seed)
          .hasMessageContaining("bits beyond its prefix length");
    }
  }

  /** Whatever the text is, it is a rule or refused with its name; nothing is looked up. */
  @Test
  void parse_ofAnyText_isARuleOrRefused() {
    String letters = "0123456789abcdef:.,/% localny-[]";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(1, 24); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        AddressRule.parse(text.toString(), task -> {});
      } catch (IllegalArgumentException e) {
        assertThat(e).as("seed %d", seed).hasMessageStartingWith("option audio.accept=" + text);
      }
    }
  }
}
