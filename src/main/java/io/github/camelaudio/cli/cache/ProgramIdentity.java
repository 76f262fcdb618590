package io.github.camelaudio.cli.cache;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JDK and the jars that a program runs with: what is kept for the next start is bound to them.
 */
public final class ProgramIdentity {

  /**
   * Enough for the list of files at the end of the program's jar, which has the check sum of each
   * file in it and of the manifest, which names the libraries with their versions. The launcher
   * reads as much.
   */
  static final int END_BYTES = 256 << 10;

  private ProgramIdentity() {}

  /**
   * Changes when the JDK, the name, size or time of a jar, or what is in the program's jar changes:
   * two builds may have the same size, and the time that the build is told.
   *
   * @param jar the program's jar; those in {@code lib} and {@code lib/ext} beside it count too
   * @param classPath what the process was started with
   * @return null when the class path has something that is no plain file: a directory's classes can
   *     change without a trace in its own attributes
   */
  public static @Nullable String of(Path jar, List<Path> classPath) throws IOException {
    List<Path> files = new ArrayList<>(classPath);
    files.add(jar);
    Path lib = jar.resolveSibling("lib");
    for (Path directory : List.of(lib, lib.resolve("ext"))) {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> entries = Files.list(directory)) {
          files.addAll(
              entries.filter(entry -> entry.toString().endsWith(".jar")).sorted().toList());
        }
      }
    }
    StringBuilder text = new StringBuilder();
    for (String property : List.of("java.home", "java.vm.version", "java.vm.vendor")) {
      text.append(System.getProperty(property)).append('\n');
    }
    for (Path file : files) {
      if (!Files.exists(file)) {
        continue; // the JVM passes over it too
      }
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return null;
      }
      text.append(file.toAbsolutePath())
          .append(' ')
          .append(attributes.size())
          .append(' ')
          .append(attributes.lastModifiedTime().toMillis())
          .append('\n');
    }
    return sha256(text.append(end(jar)).toString());
  }

  private static String end(Path jar) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(jar)) {
      channel.position(Math.max(0, channel.size() - END_BYTES));
      return HexFormat.of().formatHex(sha256(Channels.newInputStream(channel).readAllBytes()));
    }
  }

  /** The digest of the text in UTF-8, as 64 hexadecimal digits. */
  static String sha256(String text) {
    return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
