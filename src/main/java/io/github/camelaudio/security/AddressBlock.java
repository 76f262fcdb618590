package io.github.camelaudio.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits (CIDR, RFC 4632). All are of 128 bits: one of IPv4 is in
 * its place in ::ffff:0:0/96 (RFC 4291 2.5.5.2), so that it is the same however it is written. A
 * block of IPv6 has no address of IPv4 in it, also where its bits would fit. Immutable; any thread.
 *
 * @param high the first 64 bits of its first address
 * @param low the last 64
 * @param bits how many all of them share, 0 to 128; with IPv4 96 and more
 */
record AddressBlock(long high, long low, int bits) {

  private static final int ALL_BITS = 128;
  private static final int IPV4_BITS = 32;
  private static final int IPV4_AT = ALL_BITS - IPV4_BITS;
  private static final long MAPPED = 0xFFFF;

  private static final String OCTET = "(0|[1-9][0-9]{0,2})";
  private static final Pattern IPV4 =
      Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  AddressBlock {
    if ((high & ~highMask(bits)) != 0 || (low & ~lowMask(bits)) != 0) {
      throw new IllegalArgumentException("bits beyond a prefix of " + bits);
    }
  }

  /** The block of a prefix length that an address is in. */
  static AddressBlock around(long high, long low, int bits) {
    return new AddressBlock(high & highMask(bits), low & lowMask(bits), bits);
  }

  /**
   * Reads one address or a CIDR block; never looks a name up.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    byte[] address = address(literal);
    int before = literal.indexOf(':') < 0 ? IPV4_AT : 0;
    String length = slash < 0 ? String.valueOf(ALL_BITS - before) : text.substring(slash + 1);
    if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > ALL_BITS - before) {
      throw new IllegalArgumentException(
          "the prefix length of " + text + " is no number from 0 to " + (ALL_BITS - before));
    }
    long high = high(address);
    long low = low(address);
    AddressBlock block = around(high, low, before + Integer.parseInt(length));
    if (block.high != high || block.low != low) {
      throw new IllegalArgumentException(
          text
              + " has bits beyond its prefix length; the network is "
              + block.firstAddress(before == 0 && block.isIpv4())
              + "/"
              + length
              + ", the one host "
              + literal);
    }
    return block;
  }

  private static byte[] address(String literal) {
    Matcher ipv4 = IPV4.matcher(literal);
    if (ipv4.matches()) {
      byte[] bytes = new byte[4];
      for (int i = 0; i < bytes.length; i++) {
        int octet = Integer.parseInt(ipv4.group(i + 1));
        if (octet > 0xFF) {
          throw noAddress(literal);
        }
        bytes[i] = (byte) octet;
      }
      return bytes;
    }
    String end = literal.substring(literal.lastIndexOf(':') + 1);
    if (!IPV6.matcher(literal).matches()
        || (end.indexOf('.') >= 0 && !IPV4.matcher(end).matches())) { // 092 is not one number
      throw noAddress(literal);
    }
    try {
      return InetAddress.getByName(literal).getAddress(); // with a colon it is never looked up
    } catch (UnknownHostException e) {
      throw noAddress(literal);
    }
  }

  private static IllegalArgumentException noAddress(String literal) {
    return new IllegalArgumentException(
        "'" + literal + "' is no IPv4 or IPv6 address (names of hosts are not looked up)");
  }

  /** The first 64 bits of an address of 4 or 16 bytes. */
  static long high(byte[] address) {
    return address.length == 4 ? 0 : longAt(address, 0);
  }

  /** The last 64 bits of an address of 4 or 16 bytes. */
  static long low(byte[] address) {
    return address.length == 4
        ? MAPPED << IPV4_BITS | intAt(address, 0)
        : longAt(address, Long.BYTES);
  }

  private static long longAt(byte[] bytes, int at) {
    return intAt(bytes, at) << Integer.SIZE | intAt(bytes, at + Integer.BYTES);
  }

  private static long intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xFFL) << 24
        | (bytes[at + 1] & 0xFFL) << 16
        | (bytes[at + 2] & 0xFFL) << 8
        | (bytes[at + 3] & 0xFFL);
  }

  private static long highMask(int bits) {
    return bits == 0 ? 0 : bits >= Long.SIZE ? -1L : -1L << (Long.SIZE - bits);
  }

  private static long lowMask(int bits) {
    return bits <= Long.SIZE ? 0 : -1L << (ALL_BITS - bits);
  }

  static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> IPV4_BITS == MAPPED;
  }

  /** Whether it is a block of IPv4. */
  boolean isIpv4() {
    return bits >= IPV4_AT && isIpv4(high, low);
  }

  /** The prefix length as it is written: of IPv4 0 to 32. */
  int prefixLength() {
    return isIpv4() ? bits - IPV4_AT : bits;
  }

  /** Whether an address is in it. */
  boolean contains(long high, long low) {
    return (high & highMask(bits)) == this.high
        && (low & lowMask(bits)) == this.low
        && isIpv4() == isIpv4(high, low);
  }

  /** Whether all of another block is in it. */
  boolean contains(AddressBlock other) {
    return other.bits >= bits && contains(other.high, other.low);
  }

  private String firstAddress(boolean mapped) {
    byte[] all = new byte[ALL_BITS / Byte.SIZE];
    for (int i = 0; i < Long.BYTES; i++) {
      all[i] = (byte) (high >>> (Long.SIZE - Byte.SIZE * (i + 1)));
      all[Long.BYTES + i] = (byte) (low >>> (Long.SIZE - Byte.SIZE * (i + 1)));
    }
    try {
      return (mapped ? "::ffff:" : "") + InetAddress.getByAddress(all).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // it has the right length
    }
  }

  @Override
  public String toString() {
    return firstAddress(false) + "/" + prefixLength();
  }
}
