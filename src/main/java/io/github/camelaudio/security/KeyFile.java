package io.github.camelaudio.security;

import io.github.camelaudio.flow.FailureText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file of shared keys: a line {@code NAME BASE64} for each; empty lines, and those that begin
 * with {@code #}, do not count. Only its owner may read and write it.
 *
 * <p>No message has a word of the file before all of it is known to be right: where somebody
 * exchanges name and key, the first word is the secret.
 */
public final class KeyFile {

  /** Its name in the working directory, unless the property says otherwise. */
  public static final String DEFAULT = "camel-audio.keys";

  static final int MAX_BYTES = 64 << 10;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String NAME_RULE =
      "letters, digits, '-', '_' and '.', 64 characters at most";
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /**
   * Reads all keys.
   *
   * @param keyBytes what each has to have
   * @return in the order of the file; at least one
   * @throws KeyFileException when the file or one of its lines cannot be used
   */
  public static List<SharedKey> read(Path file, int keyBytes) {
    List<SharedKey> keys = parse(file, text(file), keyBytes);
    if (keys.isEmpty()) {
      throw new KeyFileException(file, "there is no key in it: add one with " + command(file));
    }
    return keys;
  }

  /**
   * Adds a random key, at the end; makes the file if there is none.
   *
   * @param keyBytes of it, and of those that are there
   * @return the line that was added
   * @throws KeyFileException when there is a key of this name, or the file cannot be used
   */
  public static String add(Path file, String name, int keyBytes) {
    if (!NAME.matcher(name).matches()) {
      throw new KeyFileException(file, "a key's name has " + NAME_RULE);
    }
    boolean there = Files.exists(file);
    String before = there ? text(file) : "";
    if (parse(file, before, keyBytes).stream().anyMatch(key -> key.name().equals(name))) {
      throw new KeyFileException(
          file, "there is a key of the name " + name + ": choose another, or delete its line");
    }
    byte[] secret = new byte[keyBytes];
    new SecureRandom().nextBytes(secret);
    String line = name + " " + Base64.getEncoder().encodeToString(secret);
    String start = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    write(file, there, start + line + "\n");
    return line;
  }

  private static void write(Path file, boolean there, String text) {
    Set<StandardOpenOption> options =
        EnumSet.of(
            there ? StandardOpenOption.APPEND : StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        there || !posix
            ? new FileAttribute<?>[0]
            : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)};
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, mode)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new KeyFileException(file, "it cannot be written: " + FailureText.of(e));
    }
  }

  /** All of it; comments may be in any encoding. */
  private static String text(Path file) {
    if (!Files.exists(file)) {
      throw new KeyFileException(file, "there is no such file: make it with " + command(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new KeyFileException(file, "it is no file: name a file with lines NAME BASE64");
    }
    checkPermissions(file);
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new KeyFileException(file, "it cannot be read: " + FailureText.of(e));
    }
    if (bytes.length > MAX_BYTES) {
      throw new KeyFileException(
          file, "it has more than " + MAX_BYTES + " bytes: it should have lines NAME BASE64 only");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Who else can read it has the keys; who else can write it can add one. */
  private static void checkPermissions(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return; // a file system without them
    }
    Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    try {
      others.addAll(view.readAttributes().permissions());
    } catch (IOException e) {
      throw new KeyFileException(file, "it cannot be read: " + FailureText.of(e));
    }
    others.removeAll(OWNER);
    others.remove(PosixFilePermission.OWNER_EXECUTE);
    if (!others.isEmpty()) {
      throw new KeyFileException(
          file, "others than its owner may read or write it: run chmod 600 " + file);
    }
  }

  private static List<SharedKey> parse(Path file, String text, int keyBytes) {
    List<SharedKey> keys = new ArrayList<>();
    List<Integer> lineOf = new ArrayList<>();
    int number = 0;
    for (String each : text.lines().toList()) {
      number++;
      String line = each.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      SharedKey key = key(file, number, line, keyBytes);
      for (int i = 0; i < keys.size(); i++) {
        checkDiffer(file, number, key, lineOf.get(i), keys.get(i));
      }
      keys.add(key);
      lineOf.add(number);
    }
    return keys;
  }

  private static void checkDiffer(
      Path file, int line, SharedKey key, int otherLine, SharedKey other) {
    if (key.name().equals(other.name())) {
      throw new KeyFileException(
          file, line, "line " + otherLine + " has a key of the same name: rename or delete one");
    }
    if (Arrays.equals(key.secret(), other.secret())) {
      throw new KeyFileException(
          file, line, "line " + otherLine + " has the same key under another name: delete one");
    }
  }

  private static SharedKey key(Path file, int number, String line, int keyBytes) {
    String[] words = line.split("\\s+", -1);
    if (words.length != 2) {
      throw new KeyFileException(
          file,
          number,
          words.length + " words, and a line has two, NAME BASE64; a comment begins with #");
    }
    if (!NAME.matcher(words[0]).matches()) {
      throw new KeyFileException(file, number, "its first word is no name: " + NAME_RULE);
    }
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(words[1]);
    } catch (IllegalArgumentException e) {
      throw new KeyFileException(
          file, number, "its second word is not base64: copy the line again, or " + another(file));
    }
    if (secret.length != keyBytes) {
      throw new KeyFileException(
          file,
          number,
          "the key has "
              + secret.length
              + " bytes, and "
              + keyBytes
              + " are needed (audio.srtp says how many): copy the line again, or "
              + another(file));
    }
    return new SharedKey(words[0], secret);
  }

  private static String another(Path file) {
    return "delete it and make another with " + command(file);
  }

  private static String command(Path file) {
    return "'camel-audio new-key NAME " + file + "'";
  }
}
