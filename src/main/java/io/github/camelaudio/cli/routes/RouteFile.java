package io.github.camelaudio.cli.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A route file as it was last read. It is read through its path each time, so that it does not
 * matter what has been edited or replaced: the file, what a symbolic link points to, or a directory
 * above. One thread.
 */
public final class RouteFile {

  private static final long MAX_BYTES = 1 << 20;
  private static final Pattern PACKAGE =
      Pattern.compile("^\\s*package\\s+([\\w.]+)\\s*;", Pattern.MULTILINE);

  private final Path path;
  private @Nullable String seen;
  private String tried;
  private @Nullable FileTime triedTime;
  private boolean failed;
  private boolean again;
  private boolean unchangedToo;
  private @Nullable String trouble;

  /**
   * @param path absolute
   * @param text what runs
   */
  RouteFile(Path path, String text) {
    this.path = path;
    this.seen = text;
    this.tried = text;
  }

  /** Where it is; absolute. */
  Path path() {
    return path;
  }

  /** What messages call it. */
  String name() {
    return String.valueOf(path.getFileName());
  }

  /**
   * Reads a route file. Bytes that are no UTF-8 become replacement characters, which do not
   * compile.
   *
   * @throws IOException when it is not there, no plain file, or larger than 1 MiB, with the reason
   */
  public static String read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException("it is gone");
    }
    long bytes = Files.size(path);
    if (bytes > MAX_BYTES) {
      throw new IOException("it has " + bytes + " bytes; a route file has at most " + MAX_BYTES);
    }
    return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
  }

  /**
   * Looks at the file again. An editor may write in several steps, or remove a file before it is
   * there again: what was not the same the last time is not told yet.
   *
   * @return its text, when that is new; else null
   * @throws IOException the first time that it cannot be read any more, with the reason
   */
  @Nullable String look() throws IOException {
    String text = null;
    String problem = null;
    try {
      text = read(path);
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    }
    boolean settled = text == null ? seen == null : text.equals(seen);
    seen = text;
    if (!settled) {
      return null;
    }
    boolean told = problem == null || problem.equals(trouble);
    trouble = problem;
    if (!told) {
      throw new IOException(problem);
    }
    if (text == null) {
      return null;
    }
    FileTime time = time();
    boolean isNew =
        !text.equals(tried) || (failed && (again || !time.equals(triedTime))) || unchangedToo;
    tried = text;
    triedTime = time;
    failed &= !isNew;
    again = false;
    unchangedToo = false;
    return isNew ? text : null;
  }

  /** What was told last is not what runs: saved again, the same text is worth another attempt. */
  void failed() {
    failed = true;
  }

  /** Whether the text that was told last does not run. */
  boolean hasFailed() {
    return failed;
  }

  /**
   * The next look tells a text that has failed, whenever it was saved.
   *
   * @param unchanged whether it tells any text
   */
  void readAgain(boolean unchanged) {
    again = true;
    unchangedToo |= unchanged;
  }

  /** When it was saved; the beginning of time for one that is gone meanwhile. */
  private FileTime time() {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /** The full name of the class that a route file's text must have; Camel derives it likewise. */
  public static String className(Path path, String text) {
    String simple = String.valueOf(path.getFileName()).replaceFirst("\\.java$", "");
    Matcher matcher = PACKAGE.matcher(text);
    return matcher.find() ? matcher.group(1) + "." + simple : simple;
  }
}
