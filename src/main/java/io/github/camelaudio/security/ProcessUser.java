package io.github.camelaudio.security;

import com.sun.security.auth.module.UnixSystem;
import java.util.OptionalLong;

/** The user whose process this is. */
public final class ProcessUser {

  private static final long ROOT = 0;

  private ProcessUser() {}

  /** The user's number; empty on another system than Unix, and where Java does not tell. */
  public static OptionalLong number() {
    try {
      UnixSystem user = new UnixSystem();
      boolean unknown = user.getUsername() == null && user.getUid() == ROOT; // JDK-8274721
      return unknown ? OptionalLong.empty() : OptionalLong.of(user.getUid());
    } catch (LinkageError e) {
      return OptionalLong.empty(); // a runtime without the module jdk.security.auth
    }
  }
}
