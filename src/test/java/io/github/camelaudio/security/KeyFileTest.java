package io.github.camelaudio.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

  private static final String ONE = base64(32, 1);
  private static final String TWO = base64(32, 2);

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("camel-audio.keys");
  }

  private static String base64(int bytes, int value) {
    byte[] secret = new byte[bytes];
    Arrays.fill(secret, (byte) value);
    return Base64.getEncoder().encodeToString(secret);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    mode("rw-------");
  }

  private void mode(String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void read_keepsTheOrder_withoutCommentsAndEmptyLines() throws Exception {
    write("# the studio\r\n\r\n  anna \t " + ONE + "\r\n\n#x\nroom-2_b.c " + TWO);
    List<SharedKey> keys = KeyFile.read(file, 32);
    assertThat(keys).extracting(SharedKey::name).containsExactly("anna", "room-2_b.c");
    assertThat(keys.get(1).secret()).containsOnly(2).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 44})
  void read_ofAnotherLength_takesKeysOfThatLength(int bytes) throws Exception {
    write("anna " + base64(bytes, 1));
    assertThat(KeyFile.read(file, bytes)).hasSize(1);
    assertThatThrownBy(() -> KeyFile.read(file, 32))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("line 1: the key has " + bytes + " bytes, and 32 are needed");
  }

  @Test
  void read_ofNoFile_saysHowToMakeIt() {
    assertThatThrownBy(() -> KeyFile.read(file, 32))
        .hasMessage(
            "key file %s: there is no such file: make it with 'camel-audio new-key NAME %s'",
            file, file);
  }

  @ParameterizedTest
  @CsvSource({"32, ''", "44, ' --srtp=static'", "30, ' --srtp=aes_cm_128_hmac_sha1_80'"})
  void advice_hasTheOptionForKeysOfThatLength(int bytes, String option) throws Exception {
    String command = "'camel-audio new-key NAME " + file + option + "'";
    assertThatThrownBy(() -> KeyFile.read(file, bytes)).hasMessageEndingWith(command);
    write("anna " + base64(31, 1));
    assertThatThrownBy(() -> KeyFile.read(file, bytes))
        .hasMessageContaining("31 bytes, and " + bytes + " are needed")
        .hasMessageEndingWith(command);
    write("anna !");
    assertThatThrownBy(() -> KeyFile.read(file, bytes)).hasMessageEndingWith(command);
    write("");
    assertThatThrownBy(() -> KeyFile.read(file, bytes)).hasMessageEndingWith(command);
  }

  @Test
  void read_ofALinkToNothing_saysSo() throws Exception {
    Files.createSymbolicLink(file, directory.resolve("not-mounted"));
    assertThatThrownBy(() -> KeyFile.read(file, 32))
        .hasMessageEndingWith(
            "it is a link to a file that is not there: mount that file, or remove the link");
  }

  @Test
  void read_ofADirectory_isRefused() {
    assertThatThrownBy(() -> KeyFile.read(directory, 32)).hasMessageContaining("it is no file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# anna\n"})
  void read_withoutAKey_saysHowToAddOne(String text) throws Exception {
    write(text);
    assertThatThrownBy(() -> KeyFile.read(file, 32))
        .hasMessageContaining("there is no key in it")
        .hasMessageContaining("new-key NAME");
  }

  @Test
  void read_ofALongFile_isRefused() throws Exception {
    write("#".repeat(KeyFile.MAX_BYTES + 1));
    assertThatThrownBy(() -> KeyFile.read(file, 32)).hasMessageContaining("more than 65536 bytes");
    write("#".repeat(KeyFile.MAX_BYTES - 50) + "\nanna " + ONE);
    assertThat(KeyFile.read(file, 32)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "anna, 1 words",
    "an/na KEY, first word is no name",
    "anna KEY x, 3 words",
    "anna: KEY, first word is no name",
    "KEY anna, first word is no name",
    "anna !!!!, second word is not base64",
    "anna c2hvcnQ=, the key has 5 bytes",
    "bert KEY, same key under another name",
    "first OTHER, a key of the same name"
  })
  void read_ofABadLine_saysWhichAndWhatIsWrong_butNoSecret(String line, String problem)
      throws Exception {
    write("# x\nfirst " + ONE + "\n" + line.replace("KEY", ONE).replace("OTHER", TWO) + "\n");
    assertThatThrownBy(() -> KeyFile.read(file, 32))
        .isInstanceOf(KeyFileException.class)
        .hasMessageStartingWith("key file " + file + ", line 3: ")
        .hasMessageContaining(problem)
        .message()
        .doesNotContain(ONE, TWO, "c2hvcnQ", "anna", "bert");
  }

  @Test
  void read_ofALongName_isRefused() throws Exception {
    write("n".repeat(64) + " " + ONE);
    assertThat(KeyFile.read(file, 32)).hasSize(1);
    write("n".repeat(65) + " " + ONE);
    assertThatThrownBy(() -> KeyFile.read(file, 32)).hasMessageContaining("no name");
  }

  @Test
  void read_ofAFileThatItsGroupReads_isAllowed_whereItIsRoots() throws Exception {
    write("anna " + ONE);
    mode("rw-r-----");
    if (Files.getAttribute(file, "unix:uid").equals(0)) {
      assertThat(KeyFile.read(file, 32)).hasSize(1);
    } else {
      assertThatThrownBy(() -> KeyFile.read(file, 32)).hasMessageContaining("chmod 600");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw----r--", "rw--w----", "rw-----w-", "rw-r--r--"})
  void read_ofAFileThatOthersMayTouch_saysTheChmod(String permissions) throws Exception {
    write("anna " + ONE);
    mode(permissions);
    assertThatThrownBy(() -> KeyFile.read(file, 32)).hasMessageEndingWith("run chmod 600 " + file);
    mode("r--------");
    assertThat(KeyFile.read(file, 32)).hasSize(1);
  }

  @Test
  void checkOwner_acceptsTheUserAndRoot_andRefusesOthers() {
    KeyFile.checkOwner(file, 1_000, 1_000);
    KeyFile.checkOwner(file, 0, 1_000);
    KeyFile.checkOwner(file, 0, 0);
    assertThatThrownBy(() -> KeyFile.checkOwner(file, 1_001, 1_000))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("belongs to the user with the number 1001")
        .hasMessageEndingWith("run chown 1000 " + file);
    assertThatThrownBy(() -> KeyFile.checkOwner(file, 1_001, 0)).hasMessageContaining("1001");
  }

  /** Only root can give a file to another user. */
  @Test
  void read_ofAFileOfAnotherUser_isRefused() throws Exception {
    write("anna " + ONE);
    assumeThat(Files.getAttribute(file, "unix:uid")).isEqualTo(0);
    Files.setAttribute(file, "unix:uid", 1_001);
    assertThatThrownBy(() -> KeyFile.read(file, 32)).hasMessageContaining("run chown 0");
  }

  @Test
  void isPrintable_isAName_butNothingLongThatIsBase64() {
    assertThat(KeyFile.isPrintable("the-studio_2.b")).isTrue();
    assertThat(KeyFile.isPrintable("studio")).isTrue();
    assertThat(KeyFile.isPrintable(null)).isFalse();
    assertThat(KeyFile.isPrintable("")).isFalse();
    assertThat(KeyFile.isPrintable("the studio")).isFalse();
    for (int bytes : new int[] {30, 32, 44}) {
      String secret = base64(bytes, 3);
      assertThat(KeyFile.isPrintable(secret)).isFalse();
      assertThat(KeyFile.isPrintable(secret.replace("=", ""))).isFalse();
    }
  }

  @Test
  void add_makesAFileForItsOwnerOnly_thenAppends() throws Exception {
    String first = KeyFile.add(file, "anna", 32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.writeString(file, "# no end of line", StandardOpenOption.APPEND);
    String second = KeyFile.add(file, "bert", 32);
    assertThat(Files.readString(file)).isEqualTo(first + "\n# no end of line\n" + second + "\n");
    assertThat(KeyFile.read(file, 32)).extracting(SharedKey::name).containsExactly("anna", "bert");
    assertThat(second).startsWith("bert ").doesNotContain(first.substring(5));
  }

  @Test
  void add_ofANameThatIsThere_changesNothing() throws Exception {
    String line = KeyFile.add(file, "anna", 32);
    assertThatThrownBy(() -> KeyFile.add(file, "anna", 32)).hasMessageContaining("name anna");
    assertThat(Files.readString(file)).isEqualTo(line + "\n");
  }

  @Test
  void add_toAFileThatOthersMayRead_isRefused() throws Exception {
    write("anna " + ONE + "\n");
    mode("rw-r--r--");
    assertThatThrownBy(() -> KeyFile.add(file, "bert", 32)).hasMessageContaining("chmod 600");
    assertThat(Files.readString(file)).doesNotContain("bert");
  }

  @Test
  void add_ofABadName_orInNoDirectory_isRefused() {
    assertThatThrownBy(() -> KeyFile.add(file, "an na", 32)).hasMessageContaining("letters");
    assertThatThrownBy(() -> KeyFile.add(file.resolveSibling("no/keys"), "anna", 32))
        .hasMessageContaining("cannot be written: no such file or directory");
  }
}
