package io.github.camelaudio.discovery;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a service is. */
public enum Kind {
  /** Listeners come to it. */
  STATION,
  /** Senders send to it. */
  RECEIVER;

  /** As a TXT record has it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** That of a text; null for another one. */
  static @Nullable Kind of(@Nullable String text) {
    for (Kind each : values()) {
      if (each.text().equals(text)) {
        return each;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return text();
  }
}
