package io.github.camelaudio.cli.cache;

import java.io.IOException;
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

  private ProgramIdentity() {}

  /**
   * Changes when the JDK, or the name, size or time of a jar changes.
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
    return sha256(text.toString());
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
