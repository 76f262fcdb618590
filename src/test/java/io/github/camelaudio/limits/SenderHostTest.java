package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderHostTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.8.9.1, 127.8.9.1, true",
    "::1, 0:0:0:0:0:0:0:1, true",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64, false",
    "2001:db8:1:2:ffff::, 2001:db8:1:2:0:0:0:0/64, false",
    "fe80::1:2, fe80:0:0:0:0:0:1:2, false",
    "::ffff:192.0.2.1, 192.0.2.1, false",
    "::ffff:127.0.0.1, 127.0.0.1, true",
    "64:ff9b::c000:201, 192.0.2.1, false",
    "64:ff9b::7f00:1, 127.0.0.1, false",
    "64:ff9b:1::c000:201, 64:ff9b:1:0:0:0:0:0/64, false",
    "2002:c000:201:7:8::9, 2002:c000:201:0:0:0:0:0/48, false",
  })
  void anAddress_isOfAHost(String address, String name, boolean thisMachine)
      throws UnknownHostException {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    InetAddress parsed =
        bytes.length == 4
            ? InetAddress.getByAddress(bytes)
            : Inet6Address.getByAddress("", bytes, -1);
    assertThat(SenderHost.of(parsed)).isEqualTo(new SenderHost(name, thisMachine));
    assertThat(SenderHost.limited(new InetSocketAddress(parsed, 9)) == null).isEqualTo(thisMachine);
  }

  @Test
  void whatHasNoAddress_isNotLimited() {
    assertThat(SenderHost.limited(null)).isNull();
    assertThat(SenderHost.limited(InetSocketAddress.createUnresolved("a.host", 9))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff::%0, 2001:db8:1:2:0:0:0:0/64",
    "0:0:0:0:0:0:0:1%0, 0:0:0:0:0:0:0:1",
    "fe80:0:0:0:0:0:1:2%eth0, fe80:0:0:0:0:0:1:2%eth0",
    "mic:default, mic:default",
    "bad:feed, bad:feed",
    "a.host, a.host",
    "'', ''",
  })
  void anAddressInText_isOfTheSameHost(String address, String name) {
    assertThat(SenderHost.nameOf(address)).isEqualTo(name);
  }
}
