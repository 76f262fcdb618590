package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.security.AddressRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The property audio.accept: refused in words, or each of its blocks holds as netty reads it. */
class AcceptFuzzTest {

  private static final Cost COST = new Cost(400_000, 4_000);

  static Stream<Arguments> seeds() {
    return Seeds.texts(
        "local",
        "any",
        "local,203.0.113.0/24,2001:db8::7",
        "10.1.2.3",
        "192.168.0.0/16, 172.16.0.0/12",
        "0.0.0.0/0",
        "::/0",
        "::ffff:192.0.2.128/121",
        "fe80::1/10",
        "10.0.0.1/8",
        "host.example",
        "1.2.3.4/33",
        "any,local",
        ",");
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, AcceptFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(seeds(), this::fuzz);
  }

  private static void run(byte[] input) throws UnknownHostException {
    String text = new String(input, StandardCharsets.UTF_8);
    AddressRule rule = rule(text);
    if (rule == null || rule == AddressRule.ANY) {
      return;
    }
    String[] elements = text.strip().split(",", -1);
    for (String element : elements) {
      if (!element.strip().equalsIgnoreCase("local")) {
        check(rule, element.strip(), elements.length == 1);
      }
    }
  }

  /** The interfaces of this machine are not read. */
  private static @Nullable AddressRule rule(String text) {
    try {
      return AddressRule.parse(text, never -> {});
    } catch (IllegalArgumentException refused) {
      String words = String.valueOf(refused.getMessage());
      assertTrue(words.startsWith("option audio.accept=" + text + ": "), words);
      return null;
    }
  }

  private static void check(AddressRule rule, String element, boolean alone)
      throws UnknownHostException {
    int slash = element.indexOf('/');
    String literal = slash < 0 ? element : element.substring(0, slash);
    byte[] address = NetUtil.createByteArrayFromIpAddressString(literal);
    if (address == null) {
      return; // netty takes no IPv4 behind two groups or more that are not zero
    }
    int bits = slash < 0 ? 8 * address.length : Integer.parseInt(element.substring(slash + 1));
    boolean ipv4Mapped =
        address.length == 16 && InetAddress.getByAddress(address).getAddress().length == 4;
    assertTrue(rule.accepts(InetAddress.getByAddress(address)), element);
    if (bits < 8 * address.length) {
      assertTrue(rule.accepts(flipped(address, 8 * address.length - 1)), element);
    }
    if (bits > 0 && alone && !ipv4Mapped) {
      assertFalse(rule.accepts(flipped(address, bits - 1)), element);
    }
    assertEquals("audio.accept=", rule.toString().substring(0, 13));
  }

  private static InetAddress flipped(byte[] address, int bit) throws UnknownHostException {
    byte[] other = address.clone();
    other[bit / 8] ^= (byte) (0x80 >> bit % 8);
    return InetAddress.getByAddress(other);
  }
}
