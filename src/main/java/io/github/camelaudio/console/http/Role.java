package io.github.camelaudio.console.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** What somebody may do. */
public enum Role {
  /** See and listen. */
  READ,
  /** Change what runs, too. */
  CONTROL;

  private static final String KEY = "camel-audio.role";

  /** Its name in JSON and in the log. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of who sent a request; {@link #READ} where none was set. */
  public static Role of(RoutingContext request) {
    Role role = request.get(KEY);
    return role == null ? READ : role;
  }

  /** Sets it for the handlers that follow. */
  void setIn(RoutingContext request) {
    request.put(KEY, this);
  }
}
