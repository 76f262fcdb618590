package io.github.camelaudio.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** This machine's name, without its domain. */
final class HostName {

  private static final String UNKNOWN = "camel-audio";
  private static final Path LINUX = Path.of("/etc/hostname");
  private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9-]+");
  private static final int MAX_LETTERS = 30;

  private HostName() {}

  /** From where it costs nothing, else from the resolver, which may take seconds. */
  static String read() {
    String windows = System.getenv("COMPUTERNAME");
    if (windows != null) {
      return plain(windows);
    }
    try {
      if (Files.isReadable(LINUX)) {
        return plain(Files.readString(LINUX));
      }
      return plain(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      return UNKNOWN; // a machine without a name of its own
    } catch (IOException e) {
      return UNKNOWN; // the file went while it was read
    }
  }

  /** Its first label, as far as a service can have it. */
  static String plain(String name) {
    String first = name.strip().replaceFirst("\\..*", "");
    String letters = OTHERS.matcher(first).replaceAll("-");
    String shorter = letters.substring(0, Math.min(MAX_LETTERS, letters.length()));
    return ServiceNames.key(shorter).isEmpty() ? UNKNOWN : shorter;
  }
}
