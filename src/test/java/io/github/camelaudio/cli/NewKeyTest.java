package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.srtp.SrtpMode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.AutoComplete;

class NewKeyTest {

  @TempDir Path directory;
  private final PrintStream console = System.out;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setOut(console);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private int run(String... arguments) {
    return Main.commandLine().execute(arguments);
  }

  @Test
  void newKey_addsALine_andPrintsItWithWhatToDo() throws Exception {
    Path file = directory.resolve("keys");
    assertThat(run("new-key", "anna", file.toString())).isZero();
    assertThat(run("new-key", "bert", file.toString())).isZero();
    assertThat(KeyFile.read(file, SharedKey.BYTES))
        .extracting(SharedKey::name)
        .containsExactly("anna", "bert");
    assertThat(printed().lines()).containsAll(Files.readAllLines(file));
    assertThat(printed())
        .contains("put this line into the file camel-audio.keys", "chmod 600 camel-audio.keys")
        .contains("The first key of a file is the one that sends, unless audio.key=NAME")
        .doesNotContain("GStreamer", "ffmpeg");
  }

  @Test
  void newKey_forOtherPrograms_hasTheirLength_andTheirWords() {
    Path file = directory.resolve("keys");
    assertThat(run("new-key", "anna", file.toString(), "--srtp=aes_cm_128_hmac_sha1_80")).isZero();
    SharedKey key = KeyFile.read(file, 30).get(0);
    assertThat(printed())
        .contains("srtp-key=(buffer)" + HexFormat.of().formatHex(key.secret()) + ", srtp-cipher=")
        .contains(
            "-srtp_out_suite AES_CM_128_HMAC_SHA1_80 -srtp_out_params "
                + Base64.getEncoder().encodeToString(key.secret()));
    Path other = directory.resolve("other");
    assertThat(run("new-key", "anna", other.toString(), "--srtp=STATIC")).isZero();
    assertThat(KeyFile.read(other, 44)).hasSize(1);
    assertThat(printed()).contains("srtp-cipher=(string)aes-256-gcm, srtp-auth=(string)null");
  }

  @ParameterizedTest
  @EnumSource(SrtpMode.class)
  void commandOfAMessage_makesKeysThatFit(SrtpMode mode) {
    Path file = directory.resolve("keys");
    String command = KeyFile.command(file, mode.keyBytes()).replace("'", "");
    String[] words = command.replace("NAME", "anna").split(" ", -1);
    assertThat(run(Arrays.copyOfRange(words, 1, words.length))).isZero();
    assertThat(KeyFile.read(file, mode.keyBytes())).hasSize(1);
  }

  @Test
  void newKey_thatIsThere_fails() {
    String file = directory.resolve("keys").toString();
    assertThat(run("new-key", "anna", file)).isZero();
    assertThat(run("new-key", "anna", file)).isEqualTo(ExitCode.FAILED);
    assertThat(KeyFile.read(Path.of(file), SharedKey.BYTES)).hasSize(1);
  }

  @Test
  void newKey_withoutAName_orWithAnotherMode_isWrongUsage() {
    assertThat(run("new-key")).isEqualTo(ExitCode.USAGE);
    assertThat(run("new-key", "anna", directory.resolve("keys").toString(), "--srtp=aes"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void completion_knowsTheCommandAndItsModes() {
    assertThat(AutoComplete.bash("camel-audio", Main.commandLine()))
        .contains("new-key", "aes_cm_128_hmac_sha1_80");
  }
}
