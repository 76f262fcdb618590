package io.github.camelaudio.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.security.SharedKey;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private static final PasswordHash CONTROL = PasswordHash.of("over and out".toCharArray(), 10);
  private static final PasswordHash VIEW = PasswordHash.of("only looking".toCharArray(), 10);

  @Test
  void aHash_isReadAgain_andHasASaltOfItsOwn() {
    PasswordHash made = PasswordHash.of("häß".toCharArray());
    PasswordHash read = PasswordHash.parse(made.toString(), "");
    assertThat(read.toString()).isEqualTo(made.toString()).startsWith("pbkdf2-sha512:210000:");
    assertThat(read.matches("häß".toCharArray())).isTrue();
    assertThat(read.matches("hass".toCharArray())).isFalse();
    assertThat(PasswordHash.of("häß".toCharArray(), 10).toString())
        .isNotEqualTo(PasswordHash.of("häß".toCharArray(), 10).toString());
  }

  @Test
  void aPasswordInsteadOfAHash_isRefused_andSoIsAWeakOne() {
    String whole = PasswordHash.of("x".toCharArray()).toString();
    String damaged = whole + "AA"; // 45 characters of base64
    for (String text :
        List.of(
            "secret", "pbkdf2-sha512:1:x:y", CONTROL.toString(), CONTROL + "\u0000", damaged, "")) {
      assertThatThrownBy(() -> PasswordHash.parse(text, "make one"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("make one");
    }
  }

  @Test
  void aPassword_hasItsRole() {
    Passwords passwords = new Passwords(CONTROL, VIEW, List::of);
    assertThat(passwords.areSet()).isTrue();
    assertThat(passwords.check("over and out")).isEqualTo(Role.CONTROL);
    assertThat(passwords.check("only looking")).isEqualTo(Role.READ);
    assertThat(passwords.check("over and out ")).isNull();
    assertThat(new Passwords(null, null, List::of).areSet()).isFalse();
  }

  @Test
  void keysOfTheConsole_arePasswords_andKeysOfStreamsAreNot() {
    SharedKey stream = new SharedKey("anna", new byte[] {1, 2, 3});
    SharedKey control = new SharedKey("console", new byte[] {4, 5, 6});
    SharedKey view = new SharedKey("console-view", new byte[] {7, 8, 9});
    Passwords passwords = new Passwords(null, null, () -> List.of(stream, control, view));
    assertThat(passwords.areSet()).isTrue();
    assertThat(passwords.check(base64(control))).isEqualTo(Role.CONTROL);
    assertThat(passwords.check(base64(view))).isEqualTo(Role.READ);
    assertThat(passwords.check(base64(stream))).isNull();
    assertThat(new Passwords(null, null, () -> List.of(stream)).areSet()).isFalse();
  }

  @Test
  void aBrokenKeyFile_leavesThePasswordOfTheProperty_andIsSaidOnce() {
    Supplier<List<SharedKey>> broken =
        () -> {
          throw new IllegalArgumentException("key file x, line 1: broken");
        };
    try (LogLines lines = new LogLines("console: ")) {
      Passwords passwords = new Passwords(CONTROL, null, broken);
      assertThat(passwords.check("over and out")).isEqualTo(Role.CONTROL);
      assertThat(passwords.check("guess")).isNull();
      assertThat(lines.all()).hasSize(1);
      assertThat(lines.all().get(0)).contains("key file x, line 1");
    }
    Passwords keysOnly = new Passwords(null, null, broken);
    assertThatThrownBy(() -> keysOnly.check("guess")).isInstanceOf(IllegalStateException.class);
    assertThat(keysOnly.mayBeSet()).isTrue();
  }

  private static String base64(SharedKey key) {
    return Base64.getEncoder().encodeToString(key.secret());
  }
}
