package io.github.camelaudio.flow;

import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What failed, in words for a log line or an error message. Any thread. */
public final class FailureText {

  /** Escape sequences and the like, which outside data may bring into messages. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

  /** netty's native transport puts these before the system's words. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

  /** Errors of files that have a path for a message, and nothing else. */
  private static final Map<Class<?>, String> FILES =
      Map.of(
          NoSuchFileException.class, "no such file or directory",
          AccessDeniedException.class, "permission denied",
          FileAlreadyExistsException.class, "exists already",
          NotDirectoryException.class, "not a directory",
          DirectoryNotEmptyException.class, "directory not empty");

  private FailureText() {}

  /** The cause behind all other causes; the failure itself where it has none. */
  public static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /**
   * What the innermost cause says. What cannot be printed becomes a question mark; a compiler's
   * message has several lines.
   */
  public static String of(Throwable failure) {
    return UNPRINTABLE.matcher(words(innermost(failure))).replaceAll("?");
  }

  /**
   * The same for a log line that names the peer itself: in lower case, without the system call and
   * the address, {@code connection refused}.
   */
  public static String ofConnection(Throwable failure) {
    String text = SYSTEM_CALL.matcher(of(failure)).replaceFirst("");
    int address = text.indexOf(": /");
    return (address > 0 ? text.substring(0, address) : text).toLowerCase(Locale.ROOT);
  }

  private static String words(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    String message = cause.getMessage();
    if (cause instanceof ClosedByInterruptException) {
      return "interrupted";
    }
    if (cause instanceof ClosedChannelException) {
      return "connection closed";
    }
    if (cause instanceof UnresolvedAddressException) {
      return "no address is known for that name";
    }
    if (message == null || message.isBlank()) {
      return name;
    }
    String text = message.strip();
    if (cause instanceof UnknownHostException) {
      return "no address is known for the name " + text;
    }
    if (cause instanceof InvalidPathException && text.contains("unmappable")) {
      return text + "; this process has no locale that has them: start it with LC_ALL=C.UTF-8";
    }
    if (cause instanceof FileSystemException file && file.getReason() == null) {
      return FILES.getOrDefault(cause.getClass(), name) + ": " + PrintableText.ofMessage(text);
    }
    if (cause instanceof FileSystemException) {
      return PrintableText.ofMessage(text);
    }
    // An error's message says little alone: "null", "Java heap space", the name of a class.
    return (cause instanceof Error ? name + ": " : "") + text;
  }
}
