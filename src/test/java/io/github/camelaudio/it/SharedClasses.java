package io.github.camelaudio.it;

import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * An archive of the program's loaded classes (JEP 310), made by the first test that wants it, and
 * the options of the virtual machine that make a short run cost a third of the processor time.
 */
final class SharedClasses {

  private static final Path ARCHIVE = Path.of("target", "camel-audio.jsa").toAbsolutePath();

  /** Classes that are read already. */
  static final List<String> ARCHIVED =
      List.of("-XX:SharedArchiveFile=" + archive(), "-Xlog:disable");

  /** The same with one compiler instead of two. */
  static final List<String> QUICK =
      List.of("-XX:TieredStopAtLevel=1", ARCHIVED.get(0), ARCHIVED.get(1));

  private SharedClasses() {}

  /** Makes the archive, unless another test process has made it from the same jar. */
  private static Path archive() {
    Path lock = ARCHIVE.resolveSibling("camel-audio.jsa.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !isFresh()) {
        make();
      }
      return ARCHIVE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ARCHIVE; // without it, a run only takes longer
    }
  }

  private static boolean isFresh() throws IOException {
    return Files.exists(ARCHIVE)
        && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(Program.JAR)) > 0;
  }

  private static void make() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(ARCHIVE.getParent(), "jsa");
    Path fresh = directory.resolve("fresh.jsa");
    Wav.write(
        directory.resolve("noise.wav"), PcmFormat.DEFAULT, Wav.noise(PcmFormat.DEFAULT, 200, 1));
    int port = Tools.freePort();
    String route =
        RouteFile.write(
            directory,
            "Archive",
            """
            from("netty:tcp://127.0.0.1:%d?{{audio.tcp.receive}}").to("wav:got");
            from("wav:noise.wav?paced=false").to("netty:tcp://127.0.0.1:%d?{{audio.tcp.send}}");
            """
                .formatted(port, port));
    try (Program run =
        Program.of(
            directory,
            Map.of(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:ArchiveClassesAtExit=" + fresh,
            "-XX:TieredStopAtLevel=1",
            "-jar",
            Program.JAR.toString(),
            route,
            "audio.warmup=false")) {
      run.await("nothing missing");
      run.stop();
    }
    Files.move(fresh, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
