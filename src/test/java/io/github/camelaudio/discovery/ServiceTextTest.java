package io.github.camelaudio.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and TXT records, also those of hosts that mean harm. */
class ServiceTextTest {

  private static final Map<String, String> PAIRS = Map.of("kind", "station", "wire", "rtp");

  private static @Nullable Found found(String label, byte[] record, int port, String... hosts)
      throws Exception {
    List<InetAddress> addresses = Arrays.stream(hosts).map(ServiceTextTest::address).toList();
    return Found.of(
        Transport.UDP, label, addresses, port, record, each -> !each.isLoopbackAddress());
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void record_thatWasWritten_isRead() {
    assertThat(ServiceText.read(ServiceText.write(PAIRS))).isEqualTo(PAIRS);
  }

  @Test
  void record_cutAnywhere_isRefusedOrShorter_andNeverThrows() {
    byte[] record = ServiceText.write(Map.of("kind", "station"));
    for (int length = 1; length < record.length; length++) {
      assertThat(ServiceText.read(Arrays.copyOf(record, length))).isNull();
    }
    assertThat(ServiceText.read(new byte[0])).isEmpty();
  }

  @Test
  void record_tooLong_orOfTooManyStrings_isRefused() {
    assertThat(ServiceText.read(new byte[ServiceText.MAX_BYTES + 1])).isNull();
    assertThat(ServiceText.read(new byte[ServiceText.MAX_STRINGS + 1])).isNull();
    assertThat(ServiceText.read(new byte[ServiceText.MAX_STRINGS])).isEmpty();
  }

  @Test
  void values_areCut_keysAreOfAscii_andTheFirstOfAKeyCounts() {
    byte[] record =
        ("\u0007Wire=aa" + "\u0007wire=bb" + "\u0002=x" + "\u0004\u001b[=y" + "\u0001z")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ServiceText.read(record)).isEqualTo(Map.of("wire", "aa", "z", ""));
    String many = "v".repeat(ServiceText.MAX_VALUE_BYTES + 9);
    assertThat(ServiceText.read(ServiceText.write(Map.of("k", many))))
        .isEqualTo(Map.of("k", "v".repeat(ServiceText.MAX_VALUE_BYTES)));
  }

  @Test
  void whatIsNotVisible_isShownAsItsCode() throws Exception {
    byte[] record = ServiceText.write(Map.of("kind", "station", "wire", "\u001b[31mred\\"));
    Found evil = Objects.requireNonNull(found("a\nb\u202ec", record, 9610, "192.168.1.9"));
    assertThat(evil.printableName()).isEqualTo("a\\u000ab\\u202ec");
    assertThat(evil.printable("wire")).isEqualTo("\\u001b[31mred\\\\");
    assertThat(evil.printable("format")).isEqualTo("-");
  }

  @Test
  void announcement_withoutAKind_aPort_orAnAddressThatMayBeUsed_isLeftOut() throws Exception {
    byte[] record = ServiceText.write(PAIRS);
    assertThat(found("a", record, 9610, "192.168.1.9")).isNotNull();
    assertThat(found("a", ServiceText.write(Map.of("kind", "x")), 9610, "192.168.1.9")).isNull();
    assertThat(found("a", record, 0, "192.168.1.9")).isNull();
    assertThat(found("a", record, 65_536, "192.168.1.9")).isNull();
    assertThat(found("a", record, 9610, "127.0.0.1", "0.0.0.0", "224.0.0.1")).isNull();
    assertThat(found("a", record, 9610)).isNull();
  }

  @Test
  void receiver_hasTheNameOfItsStation_alsoAsTheSecond() {
    assertThat(ServiceNames.label(Kind.RECEIVER, "Hall")).isEqualTo("Hall (receiver)");
    assertThat(ServiceNames.name(Kind.RECEIVER, "Hall (receiver) (2)")).isEqualTo("Hall (2)");
    assertThat(ServiceNames.name(Kind.STATION, "Hall (2)")).isEqualTo("Hall (2)");
  }

  @ParameterizedTest
  @CsvSource({
    "Living Room, living-room",
    "K\u00fcche (2), kuche-2",
    "--a__b--, a-b",
    "pi 9610, pi-9610"
  })
  void key_isWhatNamesHaveInCommon(String name, String key) {
    assertThat(ServiceNames.key(name)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a.b", "a:1", "a/b", "a\nb", "()", "[a]"})
  void name_thatNoServiceCanHave_isRefused(String name) {
    assertThatThrownBy(() -> ServiceNames.check("audio.name", name))
        .hasMessageContaining("option audio.name=")
        .hasMessageContaining("allowed are 1 to 40 bytes");
  }

  @Test
  void networks_areThoseThatAreAllowed_oneOfEachInterface_andLoopbackLast() throws Exception {
    NetworkAddress lo = new NetworkAddress("lo", address("127.0.0.1"));
    NetworkAddress eth = new NetworkAddress("eth0", address("192.168.1.2"));
    NetworkAddress eth6 = new NetworkAddress("eth0", address("fd00::2"));
    NetworkAddress wan = new NetworkAddress("eth1", address("203.0.113.5"));
    List<NetworkAddress> all = List.of(lo, eth6, wan, eth);
    assertThat(NetworkAddress.choose(all, each -> !each.equals(wan.address()), null))
        .containsExactly(eth);
    assertThat(NetworkAddress.choose(all, each -> true, null)).containsExactly(eth, wan);
    assertThat(NetworkAddress.choose(all, InetAddress::isLoopbackAddress, null))
        .containsExactly(lo);
    assertThat(NetworkAddress.choose(all, each -> true, "lo")).containsExactly(lo);
    assertThat(NetworkAddress.choose(all, each -> true, "203.0.113.5")).containsExactly(wan);
  }
}
