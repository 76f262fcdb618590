package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalNetworksTest {

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
        "fc00::1",
        "fdff:ffff::1",
      })
  void addressesOfLocalNetworks_areLocal(String literal) throws UnknownHostException {
    assertTrue(
        LocalNetworks.contains(
            InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "11.0.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.169.0.1",
        "169.253.0.1",
        "100.64.0.1",
        "2001:db8::1",
        "fbff::1",
        "fe00::1",
        "::ffff:8.8.8.8",
      })
  void otherAddresses_areNot(String literal) throws UnknownHostException {
    assertFalse(
        LocalNetworks.contains(
            InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal))));
  }
}
