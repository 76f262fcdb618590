package io.github.camelaudio.cli.cache;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JVM of low priority that writes an archive of classes; it ends with this process. */
final class ArchiveMaker {

  private static final long LIMIT_SECONDS = 300;

  /** Exit codes above tell the signal that ended a process. */
  private static final int SIGNALS = 128;

  /**
   * A tenth of what other programs get of a busy processor; at 19 it would never be ready there.
   */
  private static final String NICE = "10";

  private volatile @Nullable Process maker;

  /**
   * Runs a JVM that writes the archive.
   *
   * @param input the classes to archive, one a line
   * @param part the archive
   * @param words where the JVM writes what is wrong; removed at the end
   * @return null when it did; its words when it could not; empty when somebody killed it, and the
   *     next start tries again
   */
  @Nullable String run(Path input, Path part, Path words) throws IOException, InterruptedException {
    Thread end = new Thread(this::end, "start-archive-end");
    try {
      Runtime.getRuntime().addShutdownHook(end);
      Process process =
          new ProcessBuilder(command(input, part))
              .redirectErrorStream(true)
              .redirectOutput(words.toFile())
              .start();
      maker = process;
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException(
            "not ready after " + LIMIT_SECONDS + " s; the next start tries again");
      }
      Runtime.getRuntime().removeShutdownHook(end);
      int code = process.exitValue();
      if (code == 0 && Files.exists(part)) {
        return null;
      }
      return code > SIGNALS ? "" : "exit code " + code + ": " + Files.readString(words);
    } catch (IllegalStateException e) {
      throw new IOException("the program ends", e);
    } finally {
      Files.deleteIfExists(words);
    }
  }

  private void end() {
    Process process = maker;
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private static List<String> command(Path input, Path part) {
    List<String> command = new ArrayList<>();
    Path nice = Path.of("/usr/bin/nice");
    if (Files.isExecutable(nice)) {
      command.addAll(List.of(nice.toString(), "-n", NICE));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(layout(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:dump",
            "-Xlog:disable",
            "-Xlog:all=error",
            "-XX:SharedClassListFile=" + input,
            "-XX:SharedArchiveFile=" + part,
            "-cp",
            System.getProperty("java.class.path", "")));
    return command;
  }

  /**
   * The options that say how objects lie in memory: an archive is made for one layout. A big heap
   * or a collector may change what no option says.
   */
  private static List<String> layout(List<String> options) {
    List<String> layout = new ArrayList<>();
    options.stream()
        .filter(each -> each.matches("-XX:[+](Use\\w+GC|Unlock\\w+)"))
        .forEach(layout::add);
    HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    for (String flag : List.of("UseCompressedOops", "UseCompressedClassPointers")) {
      layout.add("-XX:" + (vm.getVMOption(flag).getValue().equals("true") ? "+" : "-") + flag);
    }
    String alignment = "ObjectAlignmentInBytes";
    layout.add("-XX:" + alignment + "=" + vm.getVMOption(alignment).getValue());
    return layout;
  }
}
