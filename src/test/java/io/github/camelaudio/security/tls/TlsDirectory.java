package io.github.camelaudio.security.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Copies of the test's certificates and keys, as a user has them, and properties that name them.
 */
public final class TlsDirectory {

  private static final Path MADE = Path.of("src/test/resources/tls");

  private final Path directory;
  private final Map<String, String> properties = new HashMap<>();
  private long asked;

  public TlsDirectory(Path directory) {
    this.directory = directory;
  }

  /** A file of that name, with the content of one of the test's. */
  public Path put(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Path fresh = directory.resolve(name + ".new");
    Files.copy(MADE.resolve(content), fresh, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Puts a certificate and its key, and names them. */
  public TlsDirectory identity(String name) throws IOException {
    return certificate(name + ".pem").key(name + "-key.pem");
  }

  TlsDirectory certificate(String content) throws IOException {
    properties.put(TlsFiles.CERTIFICATE, put("own.pem", content).toString());
    return this;
  }

  TlsDirectory key(String content) throws IOException {
    properties.put(TlsFiles.KEY, put("own-key.pem", content).toString());
    return this;
  }

  /** Puts certificates of CAs, and names them. */
  public TlsDirectory trust(String content) throws IOException {
    properties.put(TlsFiles.TRUST, put("trust.pem", content).toString());
    return this;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  TlsDirectory set(String property, String value) {
    properties.put(property, value);
    return this;
  }

  /** Reads them when it is asked for something; a second passes each time that it asks for it. */
  public TlsContext context() {
    return context(() -> Instant.now().plusSeconds(asked++), TlsMaterial::read);
  }

  TlsContext context(InstantSource clock, Function<TlsFiles, TlsMaterial> reader) {
    return new TlsContext(properties::get, clock, reader);
  }
}
