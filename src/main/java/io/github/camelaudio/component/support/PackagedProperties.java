package io.github.camelaudio.component.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/** Properties that come with the jar; whatever else sets the same key goes before them. */
public final class PackagedProperties implements PropertiesSource, Ordered {

  private final String resource;
  private final Properties properties = new Properties();

  public PackagedProperties(String resource) {
    this.resource = resource;
    try (InputStream in = PackagedProperties.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar is incomplete: it has no " + resource);
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String getName() {
    return resource;
  }

  @Override
  public @Nullable String getProperty(String name) {
    return properties.getProperty(name);
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST;
  }
}
