package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.srtp.KeyProtection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextSecurityTest {

  @TempDir Path directory;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Properties properties = new Properties();

  @BeforeEach
  void useProperties() {
    context.getPropertiesComponent().setInitialProperties(properties);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private KeyProtection security() {
    return ContextSecurity.of(context, directory);
  }

  private static String sending(KeyProtection security) {
    KeyRing ring = Objects.requireNonNull(security.keys()).get();
    return Objects.requireNonNull(ring.sending()).name();
  }

  private void set(String name, String value) {
    properties.setProperty(name, value);
  }

  @Test
  void withoutAKeyFile_thereAreNoKeysAndNoThread() {
    security().check(Wire.RTP);
    assertThat(security().keys()).isNull();
    assertThat(security().newStages(new LongAdder()).isEmpty()).isTrue();
    assertThat(security()).isSameAs(ContextSecurity.of(context));
  }

  @Test
  void theFileInTheWorkingDirectory_isUsed_unlessAnotherIsNamed() throws Exception {
    KeyFile.add(directory.resolve("camel-audio.keys"), "anna", 32);
    KeyFile.add(directory.resolve("others"), "bert", 32);
    assertThat(sending(security())).isEqualTo("anna");
    assertThat(security().newStages(new LongAdder()).isEmpty()).isFalse();
    set("audio.keys", directory.resolve("others").toString());
    try (DefaultCamelContext other = new DefaultCamelContext()) {
      other.getPropertiesComponent().setInitialProperties(properties);
      KeyProtection named = ContextSecurity.of(other, directory);
      assertThat(sending(named)).isEqualTo("bert");
    }
  }

  @Test
  void aNamedFileThatIsNotThere_failsAtTheFirstUseOfRtp_only() {
    set("audio.keys", directory.resolve("none").toString());
    security().check(Wire.PCM);
    assertThatThrownBy(() -> security().check(Wire.RTP)).hasMessageContaining("no such file");
  }

  @Test
  void theSendingKey_isTheOneThatThePropertyNames() {
    Path file = directory.resolve("camel-audio.keys");
    KeyFile.add(file, "anna", 32);
    KeyFile.add(file, "bert", 32);
    set("audio.key", "bert");
    assertThat(sending(security())).isEqualTo("bert");
  }

  @Test
  void aModeThatIsNone_saysWhichThereAre() {
    set("audio.srtp", "aes");
    assertThatThrownBy(() -> security().check(Wire.RTP))
        .hasMessage("option audio.srtp=aes: allowed are ekt, static, aes_cm_128_hmac_sha1_80");
  }

  @Test
  void aModeOrAKey_withoutAKeyFile_isRefused() {
    set("audio.srtp", "ekt");
    assertThatThrownBy(() -> security().check(Wire.RTP))
        .hasMessageContaining("option audio.srtp=ekt: there is no key file camel-audio.keys")
        .hasMessageContaining("new-key NAME");
  }

  @Test
  void aMode_withoutAKeyFile_saysTheCommandForItsKeys() {
    set("audio.srtp", "static");
    assertThatThrownBy(() -> security().check(Wire.RTP))
        .hasMessageContaining("'camel-audio new-key NAME camel-audio.keys --srtp=static'");
  }

  @Test
  void aKeyInThePlaceOfItsName_isNotSaid_alsoWithoutAKeyFile() {
    String secret = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
    set("audio.key", secret);
    assertThatThrownBy(() -> security().check(Wire.RTP))
        .hasMessageContaining("option audio.key=…: there is no key file")
        .message()
        .doesNotContain(secret);
  }

  /** A secret that is not mounted yet. */
  @Test
  void aLinkToNothing_isNoMissingKeyFile() throws Exception {
    Files.createSymbolicLink(directory.resolve("camel-audio.keys"), directory.resolve("none"));
    assertThatThrownBy(() -> security().check(Wire.RTP))
        .hasMessageContaining("camel-audio.keys: it is a link to a file that is not there");
  }

  @Test
  void theMode_saysHowLongKeysAre() {
    KeyFile.add(directory.resolve("camel-audio.keys"), "anna", 30);
    assertThatThrownBy(() -> security().check(Wire.RTP)).hasMessageContaining("32 are needed");
    set("audio.srtp", "AES_CM_128_HMAC_SHA1_80");
    security().check(Wire.RTP);
    assertThat(security().keys()).isNotNull();
  }

  @Test
  void aContextThatNeverHasKeys_readsNoFile() throws Exception {
    Files.writeString(directory.resolve("camel-audio.keys"), "not a key");
    security().turnOff();
    security().check(Wire.RTP);
    assertThat(security().keys()).isNull();
  }
}
