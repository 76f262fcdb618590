package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.NettyConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamSourceTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, 192.0.2.1:4711",
    "127.0.0.1, 127.0.0.1, 127.0.0.1:4711",
    "2001:db8::7, 2001:db8:0:0:0:0:0:0/64, 2001:db8:0:0:0:0:0:7:4711",
  })
  void aBlockFromTheNetwork_isOfItsHost_andShownWithItsAddress(
      String literal, String host, String shown) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(context);
      InetAddress address =
          InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal));
      exchange
          .getIn()
          .setHeader(NettyConstants.NETTY_REMOTE_ADDRESS, new InetSocketAddress(address, 4_711));
      assertThat(StreamSource.hostOf(exchange)).isEqualTo(host);
      assertThat(StreamSource.of(exchange)).isEqualTo(shown);
    }
  }
}
