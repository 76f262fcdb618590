package io.github.camelaudio.security.tls;

import io.github.camelaudio.flow.OptionValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that the properties name.
 *
 * @param certificate this machine's, with those of CAs between it and the one that others trust
 * @param key that of the first certificate; there is one where there are certificates
 * @param trust certificates of the CAs that peers are checked against
 */
record TlsFiles(@Nullable PemFile certificate, @Nullable PemFile key, @Nullable PemFile trust) {

  static final String CERTIFICATE = "audio.tls.certificate";
  static final String KEY = "audio.tls.key";
  static final String TRUST = "audio.tls.trust";

  TlsFiles {
    if (certificate == null && key != null) {
      throw key.refuse("a key without its certificate: set " + CERTIFICATE + ", too");
    }
    if (certificate != null && key == null) {
      throw certificate.refuse("a certificate without its key: set " + KEY + ", too");
    }
  }

  /**
   * Asks for the properties.
   *
   * @param property the value of a property; null or blank where it is not set
   * @throws IllegalArgumentException when they do not belong together
   */
  static TlsFiles of(UnaryOperator<@Nullable String> property) {
    return new TlsFiles(file(CERTIFICATE, property), file(KEY, property), file(TRUST, property));
  }

  private static @Nullable PemFile file(String name, UnaryOperator<@Nullable String> property) {
    String text = property.apply(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return new PemFile(name, Path.of(text.strip()));
    } catch (InvalidPathException e) {
      throw OptionValues.refuse(name, text, "it is no path of a file");
    }
  }

  /** What changes when a file is written or replaced: one system call for each file. */
  List<String> stamps() {
    return Stream.of(certificate, key, trust)
        .filter(Objects::nonNull)
        .map(file -> stamp(file.path()))
        .toList();
  }

  private static String stamp(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
