package io.github.camelaudio.recorder.store;

import io.github.camelaudio.limits.SenderHost;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who a stream comes from, of what a recording says of its source. */
public final class SourceName {

  private static final Pattern FROM = Pattern.compile("from (.*?)(:\\d{1,5})?\\s*$");

  private SourceName() {}

  /**
   * The sender's host as limits count it, or the endpoint's name.
   *
   * @param description such as {@code stream 1a2b3c4d from 192.168.1.20:4711}, or a part of it
   */
  public static String of(String description) {
    Matcher from = FROM.matcher(description);
    return from.find() ? SenderHost.nameOf(from.group(1)) : "";
  }
}
