package io.github.camelaudio.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.wire.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsContextTest {

  @TempDir Path directory;
  private TlsDirectory files;

  @BeforeEach
  void directory() {
    files = new TlsDirectory(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "studio-key.pem, studio-key.pem, are the files of two properties exchanged?",
    "make.sh, studio-key.pem, there is no certificate in it",
    "studio.pem, studio.pem, there is no private key in it",
    "studio.pem, sender-key.pem, the key does not match the certificate",
    "studio.pem, rsa-key.pem, it is no key of the kind EC",
    "rsa.pem, studio-key.pem, it is no key of the kind RSA",
    "studio.pem, studio-encrypted-key.pem, 'the key is encrypted, .*umask 077; openssl pkey -in '",
    "studio.pem, studio-sec1-key.pem, openssl pkcs8 -topk8 -nocrypt -in ",
    "rsa.pem, rsa-pkcs1-key.pem, openssl pkcs8 -topk8 -nocrypt -in ",
    "ed25519.pem, ed25519-key.pem, the TLS of this Java knows RSA and EC",
  })
  void wrongFiles_areRefused_withWhatToDo(String certificate, String key, String problem)
      throws Exception {
    TlsContext context = files.certificate(certificate).key(key).context();
    assertThatThrownBy(context::checkReceiving)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "(?s)option audio.tls.(key|certificate)=/.*own.*pem: .*" + regex(problem) + ".*");
  }

  private static String regex(String problem) {
    return problem.replace("(", "\\(").replace("?", "\\?");
  }

  @ParameterizedTest
  @CsvSource({"studio", "rsa"})
  void keysOfBothKinds_areRead(String name) throws Exception {
    files.identity(name).context().checkReceiving();
  }

  @Test
  void missingFile_isRefused() {
    assertThatThrownBy(() -> files.set(TlsFiles.TRUST, "nothing.pem").context().checkSending())
        .hasMessage("option audio.tls.trust=nothing.pem: there is no such file");
  }

  @Test
  void keyThatOthersCanRead_isRefused() throws Exception {
    files.identity("studio");
    Files.setPosixFilePermissions(
        files.path("own-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(files.context()::checkReceiving)
        .hasMessageContaining("run chmod 600 " + files.path("own-key.pem"));
  }

  @Test
  void certificateWithoutKey_andKeyWithoutCertificate_areRefused() throws Exception {
    assertThatThrownBy(files.certificate("studio.pem").context()::checkSending)
        .hasMessageContaining("a certificate without its key: set audio.tls.key, too");
    TlsDirectory other = new TlsDirectory(directory);
    assertThatThrownBy(other.key("studio-key.pem").context()::checkSending)
        .hasMessageContaining("a key without its certificate: set audio.tls.certificate, too");
  }

  @Test
  void receiverWithoutCertificate_isRefused_aSenderIsNot() {
    files.context().checkSending();
    assertThatThrownBy(files.context()::checkReceiving)
        .hasMessageContaining("needs a certificate: set audio.tls.certificate and audio.tls.key");
  }

  @Test
  void chainOutOfOrder_isRefused() throws Exception {
    files.identity("studio");
    append("own.pem", "stranger.pem");
    assertThatThrownBy(files.context()::checkReceiving)
        .hasMessageContaining("certificate 2 in it is not the one that signed certificate 1");
  }

  @Test
  void chainWithItsCa_isRead() throws Exception {
    files.identity("studio");
    append("own.pem", "ca.pem");
    files.context().checkReceiving();
  }

  private void append(String name, String content) throws IOException {
    String before = Files.readString(files.path(name));
    Files.writeString(files.path(name), before + Files.readString(files.put("more", content)));
  }

  @Test
  void expiredCertificate_isOneWarning() throws Exception {
    TlsContext context = files.identity("expired").context();
    try (LogLines log = new LogLines(TlsContext.class)) {
      context.checkReceiving();
      context.receiving();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN TLS: the certificate of CN=expired expired on 2026-");
    }
  }

  @Test
  void replacedFiles_areReadAtTheNextConnection_andBadOnesChangeNothing() throws Exception {
    TlsContext context = files.identity("studio").context();
    context.checkReceiving();
    try (LogLines log = new LogLines(TlsContext.class)) {
      context.receiving();
      assertThat(log.lines()).isEmpty();
      files.put("own.pem", "renewed.pem");
      context.receiving();
      context.receiving();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN TLS: option audio.tls.key=")
          .endsWith("; the previous certificates stay");
      files.put("own-key.pem", "renewed-key.pem");
      context.receiving();
      context.receiving();
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(1)).startsWith("INFO TLS: files were read again");
    }
  }

  @Test
  void files_areLookedAtOnceASecond() throws Exception {
    Instant start = Instant.now();
    AtomicReference<Instant> now = new AtomicReference<>(start);
    TlsContext context = files.identity("studio").context(now::get, TlsMaterial::read);
    context.checkReceiving();
    files.put("own.pem", "renewed.pem");
    files.put("own-key.pem", "renewed-key.pem");
    try (LogLines log = new LogLines(TlsContext.class)) {
      now.set(start.plusMillis(999));
      context.receiving();
      assertThat(log.lines()).isEmpty();
      now.set(start.plusMillis(1_000));
      context.receiving();
      assertThat(log.lines()).singleElement().asString().contains("files were read again");
      files.identity("studio");
      now.set(start.minusSeconds(3_600)); // somebody set the clock back
      context.receiving();
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void filesThatTheSystemCannotRead_areTriedAgain_andSaidOnce() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    AtomicBoolean full = new AtomicBoolean();
    TlsContext context =
        files
            .identity("studio")
            .context(
                () -> now.updateAndGet(before -> before.plusSeconds(1)),
                named -> {
                  if (full.get()) {
                    throw new PemFile.UnreadableException(
                        new IllegalArgumentException("too many open files"));
                  }
                  return TlsMaterial.read(named);
                });
    context.checkReceiving();
    files.put("own.pem", "renewed.pem");
    files.put("own-key.pem", "renewed-key.pem");
    try (LogLines log = new LogLines(TlsContext.class)) {
      full.set(true);
      context.receiving();
      context.receiving();
      assertThat(log.lines())
          .containsExactly(
              "WARN TLS: too many open files; the previous certificates stay until it can");
      full.set(false);
      context.receiving();
      assertThat(log.lines()).last().asString().contains("files were read again");
    }
  }

  @Test
  void trust_makesReceiversRequireCertificates() throws Exception {
    files.identity("studio");
    assertThat(files.context().receiving().getNeedClientAuth()).isFalse();
    assertThat(files.trust("ca.pem").context().receiving().getNeedClientAuth()).isTrue();
  }

  @Test
  void engines_speakTls12And13Only_andSendersCheckTheName() throws Exception {
    TlsContext context = files.identity("studio").context();
    assertThat(context.receiving().getEnabledProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    assertThat(context.sending("a", 1).getEnabledProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
    assertThat(context.sending("a", 1).getSSLParameters().getEndpointIdentificationAlgorithm())
        .isEqualTo("HTTPS");
  }
}
