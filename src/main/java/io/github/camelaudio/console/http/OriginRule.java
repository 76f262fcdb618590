package io.github.camelaudio.console.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a page of another origin asks a browser to send. A program sends neither Origin (RFC
 * 6454) nor Sec-Fetch-Site, and is let be.
 */
final class OriginRule {

  private OriginRule() {}

  /**
   * Whether a request that changes something, or opens a WebSocket, may come.
   *
   * @param host its Host header
   * @param fetchSite its header Sec-Fetch-Site
   */
  static boolean allows(
      @Nullable String origin, @Nullable String host, @Nullable String fetchSite) {
    if ("cross-site".equals(fetchSite)) {
      return false;
    }
    if (origin == null) {
      return true;
    }
    int scheme = origin.indexOf("://");
    return scheme > 0
        && host != null
        && lower(origin.substring(scheme + "://".length())).equals(lower(host));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
