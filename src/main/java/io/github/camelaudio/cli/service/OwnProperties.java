package io.github.camelaudio.cli.service;

import io.github.camelaudio.flow.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user's {@code application.properties}, which may change while a run goes on. One thread. */
final class OwnProperties {

  private static final Logger LOG = LoggerFactory.getLogger(OwnProperties.class);

  private final Path file;
  private final CamelContext context;
  private byte[] read;

  OwnProperties(Path file, CamelContext context) {
    this.file = file;
    this.context = context;
    this.read = bytes(new byte[0]);
  }

  /**
   * Gives the file to Camel again when it is another one. Placeholders have the new values when
   * routes are built the next time.
   *
   * @return whether it has changed
   */
  boolean update() {
    byte[] now = bytes(read);
    if (Arrays.equals(now, read)) {
      return false;
    }
    ((PropertiesComponent) context.getPropertiesComponent()).reloadProperties(null);
    read = now; // one that cannot be read is tried again the next time
    return true;
  }

  private byte[] bytes(byte[] unreadable) {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      LOG.warn("{} is not read again: {}", file, FailureText.of(e));
      return unreadable;
    }
  }
}
