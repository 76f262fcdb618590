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
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of shared keys: a line {@code NAME BASE64} for each; empty lines, and those that begin
 * with {@code #}, do not count. Only its owner may read and write it; where that is root, a group
 * may read it.
 *
 * <p>No message has a word of the file before all of it is known to be right: where somebody
 * exchanges name and key, the first word is the secret.
 */
public final class KeyFile {

  /** Its name in the working directory, unless the property says otherwise. */
  public static final String DEFAULT = "camel-audio.keys";

  /** The name of a key that is the password of who may control the console; no stream has it. */
  public static final String CONSOLE = "console";

  /** The same of who may only look. */
  public static final String CONSOLE_VIEW = "console-view";

  static final int MAX_BYTES = 64 << 10;

  private static final Set<String> OF_THE_CONSOLE = Set.of(CONSOLE, CONSOLE_VIEW);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String NAME_RULE =
      "letters, digits, '-', '_' and '.', 64 characters at most";

  /** What editors of Windows write before a text in UTF-8. */
  private static final String UTF_8_MARK = "\u00ef\u00bb\u00bf";

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final long ROOT = 0;

  /** Values of {@code audio.srtp} that need keys of another length than {@code new-key} makes. */
  private static final Map<Integer, String> MODES =
      Map.of(44, "static", 30, "aes_cm_128_hmac_sha1_80");

  /** Shorter base64 is a name rather than a piece of a key. */
  private static final int LEAST_SECRET_BYTES = 16;

  private KeyFile() {}

  /**
   * Reads all keys of streams.
   *
   * @param keyBytes what each has to have
   * @return in the order of the file; at least one
   * @throws KeyFileException when the file or one of its lines cannot be used
   */
  public static List<SharedKey> read(Path file, int keyBytes) {
    List<SharedKey> keys =
        parse(file, text(file, keyBytes), keyBytes).stream()
            .filter(key -> !OF_THE_CONSOLE.contains(key.name()))
            .toList();
    if (keys.isEmpty()) {
      throw new KeyFileException(
          file, "there is no key in it: add one with " + command(file, keyBytes));
    }
    return keys;
  }

  /**
   * Reads the keys that are passwords of the console.
   *
   * @param keyBytes what each key of the file has to have
   * @return those that are there, of {@link #CONSOLE} and {@link #CONSOLE_VIEW}
   * @throws KeyFileException when the file or one of its lines cannot be used
   */
  public static List<SharedKey> readOfConsole(Path file, int keyBytes) {
    return parse(file, text(file, keyBytes), keyBytes).stream()
        .filter(key -> OF_THE_CONSOLE.contains(key.name()))
        .toList();
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
    String before = there ? text(file, keyBytes) : "";
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
  private static String text(Path file, int keyBytes) {
    if (!Files.exists(file)) {
      throw new KeyFileException(
          file,
          Files.isSymbolicLink(file)
              ? "it is a link to a file that is not there: mount that file, or remove the link"
              : "there is no such file: make it with " + command(file, keyBytes));
    }
    if (!Files.isRegularFile(file)) {
      throw new KeyFileException(file, "it is no file: name a file with lines NAME BASE64");
    }
    byte[] bytes;
    try {
      checkOwner(file);
      checkPermissions(file);
      bytes = bytes(file);
    } catch (IOException e) {
      throw KeyFileException.unreadable(file, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new KeyFileException(
          file, "it has more than " + MAX_BYTES + " bytes: it should have lines NAME BASE64 only");
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.startsWith(UTF_8_MARK) ? text.substring(UTF_8_MARK.length()) : text;
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }

  /** The owner can always allow himself to read and write it. */
  private static void checkOwner(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return; // another system
    }
    OptionalLong user = ProcessUser.number();
    if (user.isPresent()) {
      Number owner = (Number) Files.getAttribute(file, "unix:uid");
      checkOwner(file, owner.longValue(), user.getAsLong());
    }
  }

  /**
   * Refuses a file of another user.
   *
   * @param owner the number of its owner; 0 is root
   * @param user that of the user whose process this is
   */
  static void checkOwner(Path file, long owner, long user) {
    if (owner != ROOT && owner != user) {
      throw new KeyFileException(
          file,
          "it belongs to the user with the number "
              + owner
              + ", who can read and change it: run chown "
              + user
              + " "
              + file);
    }
  }

  /** Who else can read it has the keys; who else can write it can add one. */
  private static void checkPermissions(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return; // a file system without them
    }
    Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(view.readAttributes().permissions());
    others.removeAll(OWNER);
    others.remove(PosixFilePermission.OWNER_EXECUTE);
    if (PrivateFile.mayGroupRead(file)) {
      others.remove(PosixFilePermission.GROUP_READ);
    }
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
          file,
          number,
          "its second word is not base64: copy the line again, or " + another(file, keyBytes));
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
              + another(file, keyBytes));
    }
    return new SharedKey(words[0], secret);
  }

  private static String another(Path file, int keyBytes) {
    return "delete it and make another with " + command(file, keyBytes);
  }

  /**
   * The command that adds a key, for a message.
   *
   * @param keyBytes what the key has to have, which is what {@code audio.srtp} needs
   */
  public static String command(Path file, int keyBytes) {
    String mode = MODES.get(keyBytes);
    return "'camel-audio new-key NAME " + file + (mode == null ? "" : " --srtp=" + mode) + "'";
  }

  /**
   * Whether a text may stand in a message: it has the form of a name, and is not what may be a key
   * that was put into the wrong place.
   */
  public static boolean isPrintable(@Nullable String text) {
    return text != null && NAME.matcher(text).matches() && !mayBeSecret(text);
  }

  private static boolean mayBeSecret(String text) {
    try {
      return Base64.getDecoder().decode(text).length >= LEAST_SECRET_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
