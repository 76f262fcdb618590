package io.github.camelaudio.it;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What integration tests want of the machine. */
public final class Tools {

  /** A Debian python, which has Debian's numpy. */
  static final String PYTHON = "/usr/bin/python3";

  private Tools() {}

  /** Skips the test, or on CI fails it, where a program is missing. */
  public static void need(String program, String debianPackage) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    require(there, "this test wants " + program + ": apt-get install " + debianPackage);
  }

  /** Skips the test, or on CI fails it, where a shell command does not succeed. */
  static void needThat(String shell, String debianPackage) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", shell)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    require(
        process.waitFor() == 0, "this test wants " + shell + ": apt-get install " + debianPackage);
  }

  private static void require(boolean there, String sentence) {
    if (!there && System.getenv("CI") != null) {
      Assertions.fail(sentence);
    }
    Assumptions.assumeTrue(there, sentence);
  }

  /** A port that nobody listens on now, for TCP and for UDP. */
  static int freePort() throws IOException {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          DatagramSocket udp =
              new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
        return udp.getLocalPort();
      } catch (BindException e) {
        // Taken for UDP; another one is not.
      }
    }
  }
}
