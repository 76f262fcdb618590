package io.github.camelaudio.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyWatchTest {

  private static final String ANNA = "anna " + base64(1) + "\n";
  private static final String BERT = "bert " + base64(2) + "\n";
  private static final String CLEO = "cleo " + base64(3) + "\n";

  @TempDir Path directory;
  private Path file = Path.of("");
  private int versions;

  private static String base64(int value) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) value);
    return Base64.getEncoder().encodeToString(secret);
  }

  @BeforeEach
  void first() throws IOException {
    file = directory.resolve("keys");
    write(ANNA + BERT);
  }

  /** Each version a second later than the one before, as the test is too quick for clocks. */
  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + 1_000L * versions++));
  }

  private KeyWatch watch() {
    return new KeyWatch(file, 32, null);
  }

  @Test
  void get_sendsWithTheFirst_orTheOneThatIsNamed() {
    assertThat(watch().get().sending().name()).isEqualTo("anna");
    assertThat(new KeyWatch(file, 32, "bert").get().sending().name()).isEqualTo("bert");
    assertThatThrownBy(() -> new KeyWatch(file, 32, "cleo"))
        .isInstanceOf(KeyFileException.class)
        .hasMessageEndingWith("name cleo, which audio.key says; there are anna, bert");
  }

  @Test
  void look_atTheSameVersion_keepsTheRing() {
    KeyWatch watch = watch();
    KeyRing ring = watch.get();
    assertThat(watch.look()).isNull();
    assertThat(watch.get()).isSameAs(ring);
  }

  @Test
  void look_afterAChange_saysNames_andKeepsTheObjectsOfKeysThatStay() throws Exception {
    KeyWatch watch = watch();
    KeyRing before = watch.get();
    write(CLEO + BERT);
    assertThat(watch.look())
        .isEqualTo(
            "key file %s has changed: new cleo; removed anna; sending with cleo".formatted(file));
    KeyRing after = watch.get();
    assertThat(after.keys().get(1)).isSameAs(before.keys().get(1));
    assertThat(after.has(before.keys().get(0))).isFalse();
    assertThat(watch.look()).isNull();
  }

  @Test
  void look_whenANameGetsAnotherSecret_isAnotherKey() throws Exception {
    KeyWatch watch = watch();
    SharedKey anna = watch.get().sending();
    write(ANNA.replace(base64(1), base64(4)) + BERT);
    assertThat(watch.look()).contains("new anna; removed anna");
    assertThat(watch.get().has(anna)).isFalse();
  }

  @Test
  void look_whenOnlyTheOrderChanges_sendsWithTheNewFirst() throws Exception {
    KeyWatch watch = watch();
    write(BERT + ANNA);
    assertThat(watch.look()).endsWith("has changed: sending with bert");
  }

  @Test
  void look_atAComment_saysNothing() throws Exception {
    KeyWatch watch = watch();
    write("# hello\n" + ANNA + BERT);
    assertThat(watch.look()).isNull();
  }

  @Test
  void look_atABadVersion_failsOnce_andKeepsTheKeys() throws Exception {
    KeyWatch watch = watch();
    KeyRing before = watch.get();
    write(ANNA + "bert x\n");
    assertThatThrownBy(watch::look).hasMessageContaining("line 2");
    assertThat(watch.look()).isNull();
    assertThat(watch.get()).isSameAs(before);
    write(ANNA + BERT);
    assertThat(watch.look()).contains("can be used again: sending with anna");
  }

  @Test
  void look_atAFileThatIsGone_failsOnce_andSeesTheNextOne() throws Exception {
    KeyWatch watch = watch();
    Files.delete(file);
    assertThatThrownBy(watch::look).hasMessageContaining("no such file");
    assertThat(watch.look()).isNull();
    write(ANNA);
    assertThat(watch.look()).contains("removed bert");
  }

  @Test
  void look_afterARenameOverIt_withTheSameTimeAndSize_seesIt() throws Exception {
    KeyWatch watch = watch();
    Path other = directory.resolve("other");
    Files.move(file, other);
    write(ANNA + CLEO);
    Files.setLastModifiedTime(file, Files.getLastModifiedTime(other));
    assertThat(watch.look()).contains("new cleo; removed bert");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(watch.look()).contains("new bert; removed cleo");
  }

  @Test
  void look_afterTheChmod_takesWhatWasRefused() throws Exception {
    KeyWatch watch = watch();
    write(ANNA);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(watch::look).hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(watch.look()).contains("removed bert");
  }

  @Test
  void look_whenTheSendingKeyIsGone_sendsWithTheFirst_andSaysSo() throws Exception {
    KeyWatch watch = new KeyWatch(file, 32, "bert");
    write(ANNA);
    assertThat(watch.look())
        .contains("removed bert")
        .endsWith("sending with anna, as bert of audio.key is gone");
    assertThat(watch.get().sending().name()).isEqualTo("anna");
  }
}
