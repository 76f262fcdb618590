package io.github.camelaudio.cli.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled route files by the SHA-256 of their texts, the JDK and the class path: one file for what
 * is compiled together. A file that is damaged, or that another user could have written, is as if
 * it were not there. Several programs may use it at the same time: a file appears whole or not at
 * all. Any thread.
 */
public class RouteClassCache {

  private static final Logger LOG = LoggerFactory.getLogger(RouteClassCache.class);
  private static final String SUFFIX = ".classes";

  /** The first bytes of each file; the last is the version of the layout. */
  private static final int MAGIC = 0x43415201;

  private static final int DIGEST_BYTES = 32;
  private static final long MAX_BYTES = 8 << 20;
  private static final int MAX_CLASSES = 10_000;

  private final Path directory;
  private final String identity;
  private final int maxEntries;

  /**
   * Looks at nothing yet.
   *
   * @param directory made when the first file is written
   * @param identity of the JDK and the class path
   * @param maxEntries how many files are kept; those used longest ago are removed
   */
  public RouteClassCache(Path directory, String identity, int maxEntries) {
    this.directory = directory;
    this.identity = identity;
    this.maxEntries = maxEntries;
  }

  /**
   * What names the classes of these texts.
   *
   * @param sources the texts that are compiled together, by class name
   */
  public String key(Map<String, String> sources) {
    SortedMap<String, String> sorted = new TreeMap<>(sources);
    StringBuilder text = new StringBuilder(identity);
    sorted.forEach(
        (name, source) ->
            text.append('\n').append(name).append(' ').append(ProgramIdentity.sha256(source)));
    return ProgramIdentity.sha256(text.toString());
  }

  /**
   * What {@link #write(String, List)} was given; empty when it is not there or not to be trusted.
   */
  public List<CompiledClass> read(String key) {
    Path file = directory.resolve(key + SUFFIX);
    try {
      CacheDirectory.check(directory);
      CacheDirectory.check(file);
      if (!Files.isRegularFile(file)) {
        throw new IOException(file + " is no file"); // reading a pipe would wait for its writer
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
      }
      List<CompiledClass> classes = decode(Files.readAllBytes(file));
      markUsed(file);
      return classes;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      LOG.debug("compiled again: {}", key, e);
      return List.of();
    }
  }

  private void markUsed(Path file) {
    try {
      touch(file);
    } catch (IOException e) {
      LOG.debug("its place among those used last stays: {}", file, e); // it cannot be written
    }
  }

  /** Fails where nothing can be written. */
  void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }

  /** Keeps classes for the next start. Where that cannot be, the next start compiles again. */
  public void write(String key, List<CompiledClass> classes) {
    try {
      CacheDirectory.create(directory);
      Path part = Files.createTempFile(directory, key, ".part"); // for its owner only
      try {
        Files.write(part, encode(classes));
        move(part, directory.resolve(key + SUFFIX));
      } finally {
        Files.deleteIfExists(part);
      }
      prune();
    } catch (IOException e) {
      LOG.debug("not kept: {}", key, e);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING); // a torn file has a wrong digest
    }
  }

  private void prune() throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(each -> each.toString().endsWith(SUFFIX)).toList();
    }
    if (files.size() <= maxEntries) {
      return;
    }
    Map<Path, FileTime> times = new TreeMap<>();
    for (Path each : files) {
      times.put(each, Files.getLastModifiedTime(each));
    }
    for (Path each :
        files.stream()
            .sorted(Comparator.comparing((Path file) -> times.get(file)).reversed())
            .skip(maxEntries)
            .toList()) {
      Files.deleteIfExists(each);
    }
  }

  private static byte[] encode(List<CompiledClass> classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(classes.size());
    for (CompiledClass each : classes) {
      out.writeUTF(each.name());
      out.writeBoolean(each.main());
      out.writeInt(each.bytes().length);
      out.write(each.bytes());
    }
    byte[] body = bytes.toByteArray();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    new DataOutputStream(file).writeInt(MAGIC);
    file.write(ProgramIdentity.sha256(body));
    file.write(body);
    return file.toByteArray();
  }

  private static List<CompiledClass> decode(byte[] file) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
    if (in.readInt() != MAGIC) {
      throw new IOException("no file of compiled routes");
    }
    byte[] digest = in.readNBytes(DIGEST_BYTES);
    byte[] body =
        Arrays.copyOfRange(file, Math.min(file.length, Integer.BYTES + DIGEST_BYTES), file.length);
    if (!MessageDigest.isEqual(digest, ProgramIdentity.sha256(body))) {
      throw new IOException("damaged");
    }
    int count = in.readInt();
    if (count < 1 || count > MAX_CLASSES) {
      throw new IOException(count + " classes");
    }
    List<CompiledClass> classes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      boolean main = in.readBoolean();
      int length = in.readInt();
      if (length < 0 || length > in.available()) {
        throw new IOException("a class of " + length + " bytes, " + in.available() + " are left");
      }
      classes.add(new CompiledClass(name, main, in.readNBytes(length)));
    }
    return classes;
  }
}
