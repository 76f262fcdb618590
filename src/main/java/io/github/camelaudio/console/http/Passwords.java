package io.github.camelaudio.console.http;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.security.SharedKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passwords that are asked for: hashes of the properties, and keys of the key file that have
 * the names {@value KeyFile#CONSOLE} and {@value KeyFile#CONSOLE_VIEW}, whose base64 is the
 * password. Any thread.
 */
public final class Passwords {

  private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

  private final @Nullable PasswordHash control;
  private final @Nullable PasswordHash view;
  private final Supplier<List<SharedKey>> keys;
  private final OnceFilter said = new OnceFilter();

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

  /** The same, where a key file that cannot be used may have some: that is said once. */
  boolean mayBeSet() {
    try {
      return areSet();
    } catch (IllegalArgumentException e) {
      say(e);
      return true;
    }
  }

  private void say(IllegalArgumentException failure) {
    String text = FailureText.of(failure);
    if (said.first(text)) {
      LOG.warn("console: no password of the key file is known: {}", text);
    }
  }

  /**
   * What who knows a password may do; null when it is wrong. Takes up to 0.5 s of a core.
   *
   * @throws IllegalStateException when it cannot be known, as all may be in a broken key file
   */
  @Nullable Role check(String password) {
    char[] characters = password.toCharArray();
    List<SharedKey> known;
    try {
      known = keys.get();
    } catch (IllegalArgumentException e) {
      say(e);
      if (control == null && view == null) {
        throw new IllegalStateException("the key file cannot be used", e);
      }
      known = List.of(); // a wrong guess at those of the properties still counts
    }
    for (SharedKey key : known) {
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
