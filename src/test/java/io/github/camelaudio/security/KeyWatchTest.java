package io.github.camelaudio.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.flow.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static String sending(KeyWatch watch) {
    SharedKey sending = watch.get().sending();
    return sending == null ? "nothing" : sending.name();
  }

  /** The log line of a change that has to be there. */
  private static String said(KeyWatch watch, boolean warning) {
    KeyWatch.Change change = Objects.requireNonNull(watch.look());
    assertThat(change.warns()).as(change.text()).isEqualTo(warning);
    return change.text();
  }

  @Test
  void get_sendsWithTheFirst_orTheOneThatIsNamed() {
    assertThat(sending(watch())).isEqualTo("anna");
    assertThat(sending(new KeyWatch(file, 32, "bert"))).isEqualTo("bert");
    assertThatThrownBy(() -> new KeyWatch(file, 32, "cleo"))
        .isInstanceOf(KeyFileException.class)
        .hasMessageEndingWith("name cleo, which audio.key says; there are anna, bert");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert 1", "an/na", "BASE64", "BASE64 without padding"})
  void aNameThatIsNone_orMayBeAKey_isNotSaid(String name) {
    String secret = name.startsWith("BASE64") ? base64(7) : name;
    String property = name.endsWith("padding") ? secret.replace("=", "") : secret;
    assertThatThrownBy(() -> new KeyWatch(file, 32, property))
        .hasMessageEndingWith(
            "there is no key of the name that audio.key says; there are anna, bert")
        .message()
        .doesNotContain(property);
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
    assertThat(said(watch, true))
        .isEqualTo(
            "key file %s has changed: new cleo; removed anna; sending with the key cleo now"
                .formatted(file));
    KeyRing after = watch.get();
    assertThat(after.keys().get(1)).isSameAs(before.keys().get(1));
    assertThat(after.has(before.keys().get(0))).isFalse();
    assertThat(watch.look()).isNull();
  }

  @Test
  void look_whenANameGetsAnotherSecret_isAnotherKey() throws Exception {
    KeyWatch watch = watch();
    SharedKey anna = watch.get().keys().get(0);
    write(ANNA.replace(base64(1), base64(4)) + BERT);
    assertThat(said(watch, true)).contains("new anna; removed anna");
    assertThat(watch.get().has(anna)).isFalse();
  }

  @Test
  void look_whenOnlyTheOrderChanges_sendsWithTheNewFirst() throws Exception {
    KeyWatch watch = watch();
    write(BERT + ANNA);
    assertThat(said(watch, true)).endsWith("has changed: sending with the key bert now");
  }

  @Test
  void look_whenTheSendingKeyStays_isNoWarning() throws Exception {
    KeyWatch watch = watch();
    write(ANNA + CLEO);
    assertThat(said(watch, false)).endsWith("new cleo; removed bert; sending with the key anna");
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
    assertThat(said(watch, false)).contains("can be used again: sending with the key anna");
  }

  @Test
  void look_atAFileThatIsGone_failsOnce_andSeesTheNextOne() throws Exception {
    KeyWatch watch = watch();
    Files.delete(file);
    assertThatThrownBy(watch::look).hasMessageContaining("no such file");
    assertThat(watch.look()).isNull();
    write(ANNA);
    assertThat(said(watch, false)).contains("removed bert");
  }

  @Test
  void look_afterARenameOverIt_withTheSameTimeAndSize_seesIt() throws Exception {
    KeyWatch watch = watch();
    Path other = directory.resolve("other");
    Files.move(file, other);
    write(ANNA + CLEO);
    Files.setLastModifiedTime(file, Files.getLastModifiedTime(other));
    assertThat(said(watch, false)).contains("new cleo; removed bert");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(said(watch, false)).contains("new bert; removed cleo");
  }

  @Test
  void look_afterTheChmod_takesWhatWasRefused() throws Exception {
    KeyWatch watch = watch();
    write(ANNA);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(watch::look).hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(said(watch, false)).contains("removed bert");
  }

  @Test
  void look_whenTheNamedKeyIsGone_sendsNothing_untilItIsBack() throws Exception {
    KeyWatch watch = new KeyWatch(file, 32, "bert");
    write(ANNA);
    String why =
        "the key bert of audio.key is gone from %s: nothing is sent; add it again, or change audio.key and start again"
            .formatted(file);
    assertThat(said(watch, true)).endsWith("removed bert; " + why);
    assertThat(sending(watch)).isEqualTo("nothing");
    assertThat(watch.get().whyNoneSends()).isEqualTo(why);
    assertThat(watch.get().keys()).extracting(SharedKey::name).containsExactly("anna");
    write(ANNA + CLEO);
    assertThat(said(watch, false)).endsWith("new cleo; " + why);
    assertThat(sending(watch)).isEqualTo("nothing");
    write(ANNA + BERT);
    assertThat(said(watch, false)).endsWith("sending with the key bert now");
    assertThat(sending(watch)).isEqualTo("bert");
    assertThat(watch.get().whyNoneSends()).isEmpty();
  }

  // ---- what has nothing to do with the file's text

  private KeyWatch failing(AtomicReference<@Nullable Throwable> failure) {
    return new KeyWatch(
        file,
        null,
        () -> {
          if (failure.get() instanceof IOException e) {
            throw KeyFileException.unreadable(file, e);
          }
          if (failure.get() instanceof Error e) {
            throw e;
          }
          return KeyFile.read(file, 32);
        });
  }

  @Test
  void look_whereTheSystemCannotRead_saysSoOnce_andTriesTheSameVersionAgain() throws Exception {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    KeyWatch watch = failing(failure);
    write(ANNA);
    failure.set(new IOException("too many open files"));
    assertThatThrownBy(watch::look).hasMessageEndingWith("cannot be read: too many open files");
    assertThat(watch.look()).isNull();
    failure.set(new IOException("no memory"));
    assertThatThrownBy(watch::look).hasMessageEndingWith("cannot be read: no memory");
    failure.set(null);
    assertThat(said(watch, false)).contains("removed bert");
  }

  @Test
  void update_afterAnError_triesTheSameVersionAgain() throws Exception {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    KeyWatch watch = failing(failure);
    write(BERT);
    try (LogLines log = new LogLines("key file " + file)) {
      failure.set(new LinkageError("of a test"));
      watch.update();
      watch.update();
      failure.set(null);
      watch.update();
      watch.update();
      assertThat(log.all()).hasSize(2);
      assertThat(log.all().get(0)).startsWith("ERROR").contains("LinkageError: of a test");
      assertThat(log.all().get(1)).startsWith("WARN").endsWith("sending with the key bert now");
    }
  }

  @Test
  void update_atABadVersion_saysThatTheKeysStay() throws Exception {
    KeyWatch watch = watch();
    write("anna x\n");
    try (LogLines log = new LogLines("key file " + file)) {
      watch.update();
      watch.update();
      assertThat(log.all())
          .singleElement()
          .asString()
          .startsWith("WARN")
          .endsWith("; the keys stay as they were, removed ones too");
    }
  }
}
