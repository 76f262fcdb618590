package io.github.camelaudio.meters;

import java.time.Instant;
import java.time.InstantSource;

/** Registries for tests. */
public final class Registries {

  private Registries() {}

  /** One that tells nobody, of which all counts since the epoch. */
  public static MeterRegistry silent() {
    return new MeterRegistry(InstantSource.fixed(Instant.EPOCH), new Silent());
  }

  /** The meters of a table of which no engine has run. */
  public static Meters<?> idle(MeterTable<?> table) {
    return new Meters<>(table, table.kind() + ":idle", Instant.EPOCH);
  }

  private static final class Silent implements MeterRegistry.Listener {
    @Override
    public void added(Meters<?> meters) {}

    @Override
    public void removed(Meters<?> meters) {}
  }
}
