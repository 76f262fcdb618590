package io.github.camelaudio.security;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.flow.OptionValues;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may reach this program, as the property {@value #PROPERTY} says. An address of
 * IPv4 counts as such, also as an IPv4-mapped one of IPv6; scope ids do not count. Any thread.
 */
public final class AddressRule {

  /** The property's name. */
  public static final String PROPERTY = "audio.accept";

  /** Its value unless it is set. */
  public static final String DEFAULT = "local";

  private static final String LOCAL = "local";
  private static final String EVERY = "any";
  private static final String EXAMPLE =
      "; write local, any, or a list such as " + PROPERTY + "=local,203.0.113.0/24,2001:db8::7";

  /** What is not said in a log line. */
  private static final int LONG_TEXT = 100;

  /**
   * Networks that no router of the Internet forwards to: loopback (RFC 1122 3.2.1.3, RFC 4291
   * 2.5.3), link-local (RFC 3927, RFC 4291 2.5.6), private (RFC 1918), unique local (RFC 4193).
   * Those that providers share (100.64.0.0/10, RFC 6598) are not among them.
   */
  private static final List<AddressBlock> PRIVATE_BLOCKS =
      Stream.of(
              "127.0.0.0/8",
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "169.254.0.0/16",
              "::1",
              "fe80::/10",
              "fc00::/7")
          .map(AddressBlock::parse)
          .toList();

  /** Every address. */
  public static final AddressRule ANY = new AddressRule(EVERY, null, null);

  /** Local networks, but not those that only this machine's interfaces tell. */
  public static final AddressRule PRIVATE = new AddressRule(LOCAL, PRIVATE_BLOCKS, null);

  private final String text;
  private final AddressBlock @Nullable [] blocks;
  private final @Nullable OwnNetworks own;

  /**
   * @param blocks null for every address
   */
  private AddressRule(String text, @Nullable List<AddressBlock> blocks, @Nullable OwnNetworks own) {
    this.text = text;
    this.blocks = blocks == null ? null : blocks.toArray(AddressBlock[]::new);
    this.own = own;
  }

  /**
   * Reads a rule: {@code local}, {@code any}, or a list of addresses, CIDR blocks and {@code
   * local}.
   *
   * @param background where this machine's interfaces are read again, now and then
   * @throws IllegalArgumentException naming property, value, what is wrong and an example
   */
  public static AddressRule parse(String text, Executor background) {
    return parse(text, OwnNetworks::ofInterfaces, SystemClock.INSTANCE, background);
  }

  static AddressRule parse(
      String text, OwnNetworks.Reader interfaces, AudioClock clock, Executor background) {
    String plain = text.strip();
    if (plain.equalsIgnoreCase(EVERY)) {
      return ANY;
    }
    List<AddressBlock> blocks = new ArrayList<>();
    boolean local = false;
    for (String each : plain.split(",", -1)) {
      String element = each.strip().toLowerCase(Locale.ROOT);
      if (element.equals(LOCAL)) {
        local = true;
        blocks.addAll(PRIVATE_BLOCKS);
      } else {
        blocks.add(block(text, element));
      }
    }
    OwnNetworks own = local ? new OwnNetworks(interfaces, clock, background) : null;
    return new AddressRule(plain, blocks, own);
  }

  private static AddressBlock block(String text, String element) {
    if (element.isEmpty()) {
      String what = text.isBlank() ? "it is empty" : "an element of the list is empty";
      throw OptionValues.refuse(PROPERTY, text, what + EXAMPLE);
    }
    if (element.equals(EVERY)) {
      throw OptionValues.refuse(PROPERTY, text, "any stands alone, not in a list" + EXAMPLE);
    }
    try {
      return AddressBlock.parse(element);
    } catch (IllegalArgumentException e) {
      throw OptionValues.refuse(PROPERTY, text, e.getMessage() + EXAMPLE);
    }
  }

  /** Whether what comes from an address is taken. Never waits. */
  public boolean accepts(InetAddress address) {
    AddressBlock[] accepted = blocks;
    if (accepted == null) {
      return true;
    }
    byte[] bytes = address.getAddress();
    long high = AddressBlock.high(bytes);
    long low = AddressBlock.low(bytes);
    for (AddressBlock block : accepted) {
      if (block.contains(high, low)) {
        return true;
      }
    }
    return own != null && own.contains(high, low);
  }

  /**
   * Whether the property itself allows an address: one that is accepted only because an interface
   * of this machine is in its network does not count. Never waits.
   */
  public boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    AddressBlock[] allowed = blocks;
    return allowed == null
        || Arrays.stream(allowed)
            .anyMatch(each -> each.contains(AddressBlock.high(bytes), AddressBlock.low(bytes)));
  }

  /** The property with a value that also accepts an address; of a long value its end only. */
  public String with(String address) {
    return PROPERTY + "=" + (text.length() > LONG_TEXT ? "…" : text) + "," + address;
  }

  /** The property with its value; of a long one its beginning. */
  @Override
  public String toString() {
    return PROPERTY + "=" + (text.length() > LONG_TEXT ? text.substring(0, LONG_TEXT) + "…" : text);
  }
}
