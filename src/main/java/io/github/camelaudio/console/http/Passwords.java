package io.github.camelaudio.console.http;

import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.security.SharedKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The passwords that are asked for: hashes of the properties, and keys of the key file that have
 * the names {@value KeyFile#CONSOLE} and {@value KeyFile#CONSOLE_VIEW}, whose base64 is the
 * password. Any thread.
 */
public final class Passwords {

  private final @Nullable PasswordHash control;
  private final @Nullable PasswordHash view;
  private final Supplier<List<SharedKey>> keys;

  /**
   * @param keys those of the key file now, asked at each check; empty without one
   */
  public Passwords(
      @Nullable PasswordHash control, @Nullable PasswordHash view, Supplier<List<SharedKey>> keys) {
    this.control = control;
    this.view = view;
    this.keys = keys;
  }

  /** Whether there is any; reads the key file. */
  public boolean areSet() {
    return control != null
        || view != null
        || keys.get().stream().anyMatch(key -> roleOf(key) != null);
  }

  /** What who knows a password may do; null when it is wrong. Takes up to 0.5 s of a core. */
  @Nullable Role check(String password) {
    char[] characters = password.toCharArray();
    for (SharedKey key : keys.get()) {
      Role role = roleOf(key);
      if (role != null && isBase64(password, key.secret())) {
        return role;
      }
    }
    if (control != null && control.matches(characters)) {
      return Role.CONTROL;
    }
    return view != null && view.matches(characters) ? Role.READ : null;
  }

  private static @Nullable Role roleOf(SharedKey key) {
    return switch (key.name()) {
      case KeyFile.CONSOLE -> Role.CONTROL;
      case KeyFile.CONSOLE_VIEW -> Role.READ;
      default -> null;
    };
  }

  private static boolean isBase64(String password, byte[] secret) {
    return MessageDigest.isEqual(
        Base64.getEncoder().encode(secret), password.getBytes(StandardCharsets.UTF_8));
  }
}
