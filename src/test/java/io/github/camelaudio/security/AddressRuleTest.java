package io.github.camelaudio.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.FakeClock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {

  private final FakeClock clock = new FakeClock();
  private final List<Runnable> background = new ArrayList<>();
  private List<AddressBlock> networks = List.of();
  private boolean broken;

  private AddressRule rule(String text) {
    return AddressRule.parse(text, this::read, clock, background::add);
  }

  private List<AddressBlock> read() throws SocketException {
    if (broken) {
      throw new SocketException("no list of interfaces");
    }
    return networks;
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  /** As a socket of both families may tell the sender. */
  private static InetAddress mapped(String ipv4) throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = (byte) 0xFF;
    bytes[11] = (byte) 0xFF;
    System.arraycopy(address(ipv4).getAddress(), 0, bytes, 12, 4);
    Inet6Address made = Inet6Address.getByAddress(null, bytes, 1);
    assertThat(made.getAddress()).hasSize(16);
    return made;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.0.9",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.20",
        "169.254.3.4",
        "::1",
        "::ffff:192.168.1.20",
        "fe80::1",
        "fe80::1%1",
        "febf::1",
        "fc00::1",
        "fdff:ffff::1",
      })
  void local_acceptsAddressesOfLocalNetworks(String literal) throws UnknownHostException {
    assertThat(rule("local").accepts(address(literal))).isTrue();
    assertThat(AddressRule.PRIVATE.accepts(address(literal))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "8.8.8.8",
        "11.0.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.169.0.1",
        "169.253.0.1",
        "100.64.0.1", // shared by providers
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::127.0.0.1", // IPv4-compatible
        "::ffff:8.8.8.8",
        "64:ff9b::10.0.0.1", // NAT64
        "2002:a00:1::1", // 6to4 of 10.0.0.1
        "2001:db8::1",
        "fbff::1",
        "fe00::1",
        "fec0::1", // site-local, withdrawn by RFC 3879
        "ff02::1",
      })
  void local_refusesAllOthers(String literal) throws UnknownHostException {
    assertThat(rule("local").accepts(address(literal))).isFalse();
    assertThat(AddressRule.PRIVATE.accepts(address(literal))).isFalse();
    assertThat(rule("any").accepts(address(literal))).isTrue();
  }

  @Test
  void anIpv4MappedAddress_countsAsThatOfIpv4() throws UnknownHostException {
    assertThat(rule("local").accepts(mapped("192.168.1.20"))).isTrue();
    assertThat(rule("local").accepts(mapped("8.8.8.8"))).isFalse();
    assertThat(rule("203.0.113.0/24").accepts(mapped("203.0.113.9"))).isTrue();
    assertThat(rule("::ffff:203.0.113.0/120").accepts(address("203.0.113.9"))).isTrue();
    assertThat(rule("::ffff:203.0.113.0/120").accepts(address("203.0.114.9"))).isFalse();
  }

  @Test
  void aBlockOfOneFamily_hasNoAddressOfTheOther() throws UnknownHostException {
    assertThat(rule("::/0").accepts(address("2001:db8::1"))).isTrue();
    assertThat(rule("::/0").accepts(address("203.0.113.9"))).isFalse();
    assertThat(rule("::/0").accepts(mapped("203.0.113.9"))).isFalse();
    assertThat(rule("0.0.0.0/0").accepts(address("203.0.113.9"))).isTrue();
    assertThat(rule("0.0.0.0/0").accepts(address("2001:db8::1"))).isFalse();
    assertThat(rule("0.0.0.0/0").accepts(address("::1"))).isFalse();
  }

  @Test
  void aList_acceptsWhatOneElementDoes() throws UnknownHostException {
    AddressRule rule = rule(" Local , 203.0.113.0/25,2001:DB8::7 ");
    assertThat(rule.accepts(address("10.1.2.3"))).isTrue();
    assertThat(rule.accepts(address("203.0.113.127"))).isTrue();
    assertThat(rule.accepts(address("203.0.113.128"))).isFalse();
    assertThat(rule.accepts(address("2001:db8::7"))).isTrue();
    assertThat(rule.accepts(address("2001:db8::8"))).isFalse();
    assertThat(rule("203.0.113.7").accepts(address("10.1.2.3"))).as("no local").isFalse();
    assertThat(rule("10.0.0.0/8").accepts(address("127.0.0.1"))).as("no loopback").isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|it is empty",
        "' '|it is empty",
        "local,|an element of the list is empty",
        "10.0.0.0/8,,::1|an element of the list is empty",
        "any,10.0.0.0/8|any stands alone",
        "10.1.2.3/8|10.1.2.3/8 has bits beyond its prefix length; the network is 10.0.0.0/8, the"
            + " one host 10.1.2.3",
        "2001:db8::1/64|the network is 2001:db8:0:0:0:0:0:0/64, the one host 2001:db8::1",
        "::ffff:10.1.2.3/104|the network is ::ffff:10.0.0.0/104, the one host",
        "10.0.0.0/33|the prefix length of 10.0.0.0/33 is no number from 0 to 32",
        "10.0.0.0/|is no number from 0 to 32",
        "10.0.0.0/-1|is no number from 0 to 32",
        "10.0.0.0/+8|is no number from 0 to 32",
        "10.0.0.0/08|is no number from 0 to 32",
        "10.0.0.0/8/8|is no number from 0 to 32",
        "10.0.0.0/255.0.0.0|is no number from 0 to 32",
        "::/129|is no number from 0 to 128",
        "localhost|'localhost' is no IPv4 or IPv6 address (names of hosts are not looked up)",
        "studio.example.org|is no IPv4 or IPv6 address",
        "10.1|is no IPv4 or IPv6 address",
        "010.0.0.1|is no IPv4 or IPv6 address",
        "::10.0.092.12|is no IPv4 or IPv6 address",
        "10.0.0.256|is no IPv4 or IPv6 address",
        "1.2.3.4.5|is no IPv4 or IPv6 address",
        "167772161|is no IPv4 or IPv6 address",
        "[::1]|is no IPv4 or IPv6 address",
        "fe80::1%eth0|is no IPv4 or IPv6 address",
        "1::2::3|is no IPv4 or IPv6 address",
        ":|is no IPv4 or IPv6 address",
        "10.0.0.1 10.0.0.2|is no IPv4 or IPv6 address",
      })
  void parse_ofWhatIsNoRule_saysValueReasonAndExample(String text, String reason) {
    assertThatThrownBy(() -> rule(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("option audio.accept=" + text + ": ")
        .hasMessageContaining(reason)
        .hasMessageEndingWith(
            "; write local, any, or a list such as audio.accept=local,203.0.113.0/24,2001:db8::7");
  }

  @Test
  void local_acceptsTheNetworksOfOwnInterfaces() throws UnknownHostException {
    networks =
        List.of(
            OwnNetworks.network(address("198.51.100.20"), 24),
            OwnNetworks.network(address("2001:db8:1:2::3"), 64));
    AddressRule rule = rule("local,203.0.113.9");
    assertThat(rule.accepts(address("198.51.100.200"))).isTrue();
    assertThat(rule.accepts(mapped("198.51.100.200"))).isTrue();
    assertThat(rule.accepts(address("198.51.101.1"))).isFalse();
    assertThat(rule.accepts(address("2001:db8:1:2:ffff::1"))).isTrue();
    assertThat(rule.accepts(address("2001:db8:1:3::1"))).isFalse();
    assertThat(rule("10.0.0.0/8").accepts(address("198.51.100.200"))).isFalse();
  }

  @Test
  void anInterfaceThatAppearsLater_counts_afterThirtySeconds_andOneThatIsGoneDoesNot()
      throws UnknownHostException {
    AddressRule rule = rule("local");
    InetAddress neighbour = address("198.51.100.200");
    networks = List.of(OwnNetworks.network(address("198.51.100.20"), 24));
    clock.advanceMillis(29_999);
    assertThat(rule.accepts(neighbour)).isFalse();
    assertThat(background).as("reads within 30 s").isEmpty();
    clock.advanceMillis(1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(rule.accepts(neighbour)).as("while it is read").isFalse();
    }
    assertThat(background).as("reads of a thousand that ask").hasSize(1);
    background.remove(0).run();
    assertThat(rule.accepts(neighbour)).isTrue();

    networks = List.of();
    clock.advanceMillis(30_000);
    assertThat(rule.accepts(neighbour)).as("still known").isTrue();
    background.remove(0).run();
    assertThat(rule.accepts(neighbour)).isFalse();
  }

  @Test
  void interfacesThatCannotBeRead_stayAsTheyWere_andAreReadAgain() throws UnknownHostException {
    networks = List.of(OwnNetworks.network(address("198.51.100.20"), 24));
    AddressRule rule = rule("local");
    broken = true;
    clock.advanceMillis(30_000);
    rule.accepts(address("8.8.8.8"));
    background.remove(0).run();
    assertThat(rule.accepts(address("198.51.100.200"))).isTrue();
    broken = false;
    networks = List.of();
    clock.advanceMillis(30_000);
    rule.accepts(address("8.8.8.8"));
    background.remove(0).run();
    assertThat(rule.accepts(address("198.51.100.200"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.20, 24, 198.51.100.0/24",
    "198.51.100.20, 32, 198.51.100.20/32",
    "198.51.100.20, 7, 198.51.100.20/32", // the half of the Internet is none of neighbours
    "198.51.100.20, 0, 198.51.100.20/32",
    "198.51.100.20, -1, 198.51.100.20/32",
    "198.51.100.20, 64, 198.51.100.20/32",
    "2001:db8:1:2::3, 64, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2::3, 47, 2001:db8:1:2:0:0:0:3/128",
    "2001:0:1:2::3, 64, 2001:0:1:2:0:0:0:3/128", // Teredo
    "2002:c633:6414::1, 64, 2002:c633:6414:0:0:0:0:1/128", // 6to4
    "64:ff9b::c633:6414, 96, 64:ff9b:0:0:0:0:c633:6414/128", // NAT64
  })
  void network_ofAnInterface(String own, int prefixLength, String network)
      throws UnknownHostException {
    assertThat(OwnNetworks.network(address(own), prefixLength)).hasToString(network);
  }

  @Test
  void ofInterfaces_hasLoopback() throws Exception {
    AddressBlock here = AddressBlock.parse("127.0.0.1");
    assertThat(OwnNetworks.ofInterfaces()).anyMatch(network -> network.contains(here));
  }

  @Test
  void texts_sayTheValue_andWhatToSet_butNotAVeryLongOne() {
    AddressRule rule = rule("local,203.0.113.9");
    assertThat(rule).hasToString("audio.accept=local,203.0.113.9");
    assertThat(rule.with("198.51.100.7")).isEqualTo("audio.accept=local,203.0.113.9,198.51.100.7");
    AddressRule many = rule("10.0.0.1,".repeat(100) + "::1");
    assertThat(many.toString()).hasSizeLessThan(120).endsWith("…");
    assertThat(many.with("198.51.100.7")).isEqualTo("audio.accept=…,198.51.100.7");
  }
}
