package io.github.camelaudio.component.netty;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.security.tls.TlsContext;
import io.github.camelaudio.security.tls.TlsDirectory;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import java.nio.file.Path;
import org.apache.camel.component.netty.NettyConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsOptionsTest {

  @TempDir Path directory;
  private final NettyConfiguration netty = new NettyConfiguration();

  @BeforeEach
  void tcp() {
    netty.setProtocol("tcp");
  }

  private TlsContext noFiles() {
    return new TlsDirectory(directory).context();
  }

  private void send() {
    netty.setClientInitializerFactory(new TlsClient(noFiles(), Runnable::run));
  }

  private void receive(TlsContext files) {
    netty.setServerInitializerFactory(
        new TlsServer(files, new WireCodecs(any -> null), Runnable::run));
  }

  private void refuses(boolean receives, boolean sends, String what) {
    assertThatThrownBy(() -> TlsOptions.check(netty, receives, sends))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }

  @Test
  void endpointsWithoutTls_areOfAnyKind() {
    netty.setProtocol("udp");
    netty.setSsl(true);
    TlsOptions.check(netty, true, true);
  }

  @Test
  void rightOptions_areTaken() throws Exception {
    send();
    TlsOptions.check(netty, false, true);
    netty.setClientInitializerFactory(null);
    receive(new TlsDirectory(directory).identity("studio").context());
    TlsOptions.check(netty, true, false);
  }

  @Test
  void udp_isRefused() {
    netty.setProtocol("udp");
    send();
    refuses(false, true, "TLS is for TCP; for UDP use keys: new-key");
  }

  @Test
  void receiverWithoutCertificate_isRefused() {
    receive(noFiles());
    refuses(true, false, "set audio.tls.certificate and audio.tls.key");
  }

  /** They would be without TLS, and nobody would know. */
  @Test
  void optionsOfTheOtherDirection_areRefused() throws Exception {
    send();
    refuses(true, false, "from(…) takes {{audio.tls.receive}}");
    netty.setClientInitializerFactory(null);
    receive(new TlsDirectory(directory).identity("studio").context());
    refuses(false, true, "to(…) takes {{audio.tls.send}}");
  }

  @Test
  void camelsOwnTls_andClientMode_areRefused() {
    send();
    netty.setSsl(true);
    refuses(false, true, "go without ssl=true");
    netty.setSsl(false);
    netty.setClientMode(true);
    refuses(false, true, "go without clientMode=true");
  }
}
