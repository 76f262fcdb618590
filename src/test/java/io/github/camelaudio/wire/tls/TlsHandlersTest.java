package io.github.camelaudio.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.security.tls.TlsContext;
import io.github.camelaudio.security.tls.TlsDirectory;
import io.github.camelaudio.wire.Connect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ImmediateExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender and a receiver, with TLS between them and no network. */
class TlsHandlersTest {

  @TempDir Path directory;
  private final List<String> senderSays = new ArrayList<>();
  private final List<String> receiverSays = new ArrayList<>();
  private final EmbeddedChannel sender = new EmbeddedChannel();
  private final EmbeddedChannel receiver = new EmbeddedChannel();

  private TlsDirectory files(String name) throws IOException {
    return new TlsDirectory(Files.createDirectory(directory.resolve(name)));
  }

  private TlsDirectory studio() throws IOException {
    return files("receiver").identity("studio");
  }

  private SslHandler send(TlsContext context, String host) {
    return send(context, context.sending(host, 9600));
  }

  private SslHandler send(TlsContext context, SSLEngine engine) {
    SslHandler tls =
        TlsHandlers.add(
            sender,
            engine,
            ImmediateExecutor.INSTANCE,
            failure -> TlsFailures.sending(failure, context.hasCertificate()),
            senderSays::add);
    sender.pipeline().addLast(new TlsHandlers.ConnectAfterHandshake(tls));
    return tls;
  }

  private void receive(TlsContext context) {
    receive(context, ImmediateExecutor.INSTANCE);
  }

  private void receive(TlsContext context, Executor tasks) {
    TlsHandlers.add(
        receiver, context.receiving(), tasks, TlsFailures::receiving, receiverSays::add);
  }

  /** Carries what was sent until nobody has anything to say. */
  private void carry() {
    boolean carried = true;
    while (carried) { // there may be an answer
      carried = carry(sender, receiver);
      carried |= carry(receiver, sender);
    }
  }

  private static boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
    boolean any = false;
    for (ByteBuf part = from.readOutbound(); part != null; part = from.readOutbound()) {
      any = true;
      if (to.isActive()) {
        to.writeInbound(part);
      } else {
        part.release();
      }
    }
    return any;
  }

  private void connect(TlsContext from, String host, TlsContext to) {
    receive(to);
    send(from, host);
    carry();
  }

  private String arrived() {
    ByteBuf bytes = receiver.readInbound();
    try {
      return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
    } finally {
      if (bytes != null) {
        bytes.release();
      }
    }
  }

  @AfterEach
  void endBoth() {
    sender.finishAndReleaseAll();
    receiver.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"studio.example", "127.0.0.1"})
  void sender_reachesWhomItKnowsByNameOrAddress(String host) throws Exception {
    connect(files("sender").trust("ca.pem").context(), host, studio().context());
    sender.writeOutbound(Unpooled.copiedBuffer("sound", StandardCharsets.UTF_8));
    carry();
    assertThat(arrived()).isEqualTo("sound");
    assertThat(senderSays).isEmpty();
    assertThat(receiverSays).isEmpty();
  }

  @Test
  void connection_countsOnlyAfterTheHandshake() throws Exception {
    receive(studio().context());
    send(files("sender").trust("ca.pem").context(), "studio.example");
    ChannelFuture connected = sender.writeAndFlush(Connect.ONLY);
    assertThat(connected.isDone()).isFalse();
    carry();
    assertThat(connected.isSuccess()).isTrue();
  }

  @Test
  void wrongName_isRefused_withTheNamesOfTheCertificate() throws Exception {
    receive(studio().context());
    send(files("sender").trust("ca.pem").context(), "localhost");
    ChannelFuture connected = sender.writeAndFlush(Connect.ONLY);
    carry();
    assertThat(connected.isSuccess()).isFalse();
    assertThat(sender.isActive()).isFalse();
    assertThat(senderSays)
        .containsExactly("its certificate is for studio.example, 127.0.0.1, not for localhost");
    assertThat(receiverSays).singleElement().asString().startsWith("it refuses our certificate (");
  }

  @Test
  void certificateOfAnUnknownCa_isRefused_byEither() throws Exception {
    connect(files("sender").trust("stranger.pem").context(), "studio.example", studio().context());
    assertThat(senderSays)
        .singleElement()
        .asString()
        .startsWith("its certificate is signed by CN=ca, which is not in ")
        .endsWith("trust.pem (audio.tls.trust)");
  }

  @Test
  void unsetTrust_isThatOfTheJdk() throws Exception {
    connect(files("sender").context(), "studio.example", studio().context());
    assertThat(senderSays)
        .containsExactly(
            "its certificate is signed by CN=ca, which this Java does not know; name its CA's file"
                + " with audio.tls.trust");
  }

  @Test
  void expiredCertificate_isRefused() throws Exception {
    connect(
        files("sender").trust("ca.pem").context(),
        "studio.example",
        files("receiver").identity("expired").context());
    assertThat(senderSays).singleElement().asString().contains(" has expired (2026-");
  }

  @Test
  void mutual_letsInWhoHasACertificateOfTheCa() throws Exception {
    connect(
        files("sender").identity("sender").trust("ca.pem").context(),
        "studio.example",
        studio().trust("ca.pem").context());
    sender.writeOutbound(Unpooled.copiedBuffer("sound", StandardCharsets.UTF_8));
    carry();
    assertThat(arrived()).isEqualTo("sound");
  }

  @Test
  void mutual_turnsAwayWhoHasNone() throws Exception {
    connect(
        files("sender").trust("ca.pem").context(),
        "studio.example",
        studio().trust("ca.pem").context());
    assertThat(receiver.isActive()).isFalse();
    assertThat(receiverSays)
        .singleElement()
        .asString()
        .startsWith("it has no certificate of a CA in audio.tls.trust; ");
    assertThat(senderSays)
        .singleElement()
        .asString()
        .startsWith("it requires a certificate (")
        .endsWith("): set audio.tls.certificate and audio.tls.key");
  }

  /** Of what we ask for, the JDK shows no other: a peer of another make may. */
  @Test
  void mutual_turnsAwayWhoHasOneOfAnotherCa() throws Exception {
    TlsContext stranger = files("sender").identity("intruder").trust("ca.pem").context();
    connect(stranger, "studio.example", studio().trust("ca.pem").context());
    assertThat(receiver.isActive()).isFalse();
    assertThat(receiverSays).hasSize(1);
    assertThat(senderSays)
        .singleElement()
        .asString()
        .startsWith("it does not accept our certificate (");
  }

  @Test
  void replacedCertificate_isThatOfTheNextConnection() throws Exception {
    TlsDirectory own = studio();
    TlsContext to = own.context();
    TlsContext from = files("sender").trust("ca.pem").context();
    connect(from, "studio.example", to);
    assertThat(serial(sender)).isEqualTo(1);
    own.put("own.pem", "renewed.pem");
    own.put("own-key.pem", "renewed-key.pem");
    assertThat(serial(next(from, to))).isEqualTo(2);
    assertThat(serial(sender)).as("a connection keeps its own").isEqualTo(1);
  }

  private EmbeddedChannel next(TlsContext from, TlsContext to) throws Exception {
    EmbeddedChannel there = new EmbeddedChannel();
    EmbeddedChannel here = new EmbeddedChannel();
    Executor tasks = ImmediateExecutor.INSTANCE;
    TlsHandlers.add(there, to.receiving(), tasks, TlsFailures::receiving, receiverSays::add);
    SSLEngine engine = from.sending("studio.example", 9600);
    TlsHandlers.add(here, engine, tasks, any -> any.toString(), senderSays::add);
    boolean carried = true;
    while (carried) { // there may be an answer
      carried = carry(here, there);
      carried |= carry(there, here);
    }
    there.finishAndReleaseAll();
    return here;
  }

  private static long serial(EmbeddedChannel channel) throws Exception {
    return ((X509Certificate)
            channel.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates()[0])
        .getSerialNumber()
        .longValue();
  }

  @Test
  void plainSender_isRefusedByReceiverWithTls() throws Exception {
    receive(studio().context());
    receiver.writeInbound(
        Unpooled.wrappedBuffer(new byte[] {3, (byte) 0xE0, (byte) 0x80, 97, 0, 1}));
    assertThat(receiver.isActive()).isFalse();
    assertThat(receiverSays)
        .containsExactly("it does not speak TLS; its route needs {{audio.tls.send}}");
  }

  @Test
  void receiverWithoutTls_isToldByTheSender() throws Exception {
    send(files("sender").context(), "studio.example");
    sender.pipeline().fireChannelInactive(); // as when the other side closes
    assertThat(senderSays)
        .containsExactly(
            "it closed the connection in the TLS handshake; its route needs {{audio.tls.receive}}");
  }

  @Test
  void whoOnlyLooksWhetherThePortIsOpen_isNoLine() throws Exception {
    receive(studio().context());
    receiver.close();
    assertThat(receiverSays).isEmpty();
  }

  @Test
  void handshakeThatDoesNotFinishInTenSeconds_endsTheConnection() throws Exception {
    receiver.freezeTime();
    receive(studio().context());
    receiver.advanceTimeBy(9, TimeUnit.SECONDS);
    receiver.runScheduledPendingTasks();
    assertThat(receiver.isActive()).isTrue();
    receiver.advanceTimeBy(1, TimeUnit.SECONDS);
    receiver.runScheduledPendingTasks();
    assertThat(receiver.isActive()).isFalse();
    assertThat(receiverSays).containsExactly("it did not finish the TLS handshake within 10 s");
  }

  /** What takes long leaves the event loop, which carries sound meanwhile. */
  @Test
  void handshake_hasItsSignaturesMadeByTheExecutor() throws Exception {
    List<Runnable> tasks = new ArrayList<>();
    receive(studio().context(), tasks::add);
    SslHandler tls = send(files("sender").trust("ca.pem").context(), "studio.example");
    carry();
    assertThat(tasks).hasSize(1);
    assertThat(tls.handshakeFuture().isDone()).isFalse();
    while (!tasks.isEmpty()) {
      tasks.remove(0).run();
      receiver.runPendingTasks();
      carry();
    }
    assertThat(tls.handshakeFuture().isSuccess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sender_thatAsksForAnotherHandshake_isClosed(String version) throws Exception {
    receive(studio().context());
    TlsContext context = files("sender").trust("ca.pem").context();
    SSLEngine engine = context.sending("studio.example", 9600);
    engine.setEnabledProtocols(new String[] {version});
    SslHandler tls = send(context, engine);
    carry();
    sender.writeOutbound(Unpooled.copiedBuffer("sound", StandardCharsets.UTF_8));
    carry();
    assertThat(arrived()).isEqualTo("sound");
    tls.renegotiate();
    carry();
    boolean renegotiates = version.equals("TLSv1.2"); // in 1.3 the JDK changes its keys only
    assertThat(receiver.isActive()).isEqualTo(!renegotiates);
    assertThat(receiverSays)
        .isEqualTo(
            renegotiates
                ? List.of("it asked for another TLS handshake on the same connection")
                : List.of());
  }
}
