package io.github.camelaudio.cli;

import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/** Environment variables as properties, {@code PEER} as {@code peer}; before any file. */
final class EnvironmentProperties implements PropertiesSource, Ordered {

  @Override
  public String getName() {
    return "environment";
  }

  @Override
  public @Nullable String getProperty(String name) {
    return PeerAddress.bracketed(name, IOHelper.lookupEnvironmentVariable(name));
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST;
  }
}
