package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.KeyWatch;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.Wire;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How packets of the wire rtp are protected: what the properties {@code audio.keys}, {@code
 * audio.key} and {@code audio.srtp} say. They are read when the first endpoint needs them; from
 * then on a thread looks at the key file. Any thread.
 */
public final class KeyProtection {

  private static final Logger LOG = LoggerFactory.getLogger(KeyProtection.class);

  private static final String FILE_PROPERTY = "audio.keys";
  private static final String KEY_PROPERTY = "audio.key";
  private static final String MODE_PROPERTY = "audio.srtp";
  private static final long LOOK_MILLIS = 500;

  private final Function<String, Optional<String>> properties;
  private final Path directory;
  private final Supplier<ScheduledExecutorService> threads;
  private final Set<Wire> inClear = EnumSet.noneOf(Wire.class);
  private @Nullable Protection protection;

  /** What the properties say; null where there is no key file. */
  private record Protection(@Nullable KeyWatch keys, @Nullable SrtpStages stages) {
    static final Protection NONE = new Protection(null, null);
  }

  /**
   * Reads nothing yet.
   *
   * @param properties the values of those that are set
   * @param directory where the key file is, unless the property says otherwise
   * @param threads asked once, when there is a key file, for what looks at it
   */
  public KeyProtection(
      Function<String, Optional<String>> properties,
      Path directory,
      Supplier<ScheduledExecutorService> threads) {
    this.properties = properties;
    this.directory = directory;
    this.threads = threads;
  }

  /** Has no keys from now on, whatever files and properties there are. */
  public synchronized void turnOff() {
    protection = Protection.NONE;
  }

  /**
   * Has the keys ready for an endpoint; says once which wires stay in clear beside a key file.
   *
   * @throws IllegalArgumentException when a property or the key file cannot be used
   */
  public synchronized void check(Wire wire) {
    if (wire == Wire.RTP) {
      protection();
    } else if ((protection == null ? file() != null : protection.keys != null)
        && inClear.add(wire)) {
      LOG.warn(
          "wire={} is not encrypted: keys protect the wire rtp only",
          wire.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * The keys that hold, each time it is asked; null when there is no key file.
   *
   * @throws IllegalArgumentException when a property or the key file cannot be used
   */
  public @Nullable Supplier<KeyRing> keys() {
    return protection().keys;
  }

  /**
   * New stages for one connection, port or station of the wire rtp.
   *
   * @param beforeKey counts packets that come before the key of their stream, and are dropped
   * @throws IllegalArgumentException when a property or the key file cannot be used
   */
  public PacketStages newStages(LongAdder beforeKey) {
    SrtpStages stages = protection().stages;
    return stages == null
        ? PacketStages.NONE
        : new PacketStages(List.of(stages.newStage(beforeKey)));
  }

  /**
   * New stages for messages of the wire rtp, each of which is read without those before it.
   *
   * @throws IllegalArgumentException when a property or the key file cannot be used
   */
  public PacketStages newMessageStages() {
    SrtpStages stages = protection().stages;
    if (stages == null) {
      return PacketStages.NONE;
    }
    if (mode() != SrtpMode.EKT) {
      throw OptionValues.refuse(
          MODE_PROPERTY,
          mode().name().toLowerCase(Locale.ROOT),
          "messages and records of Kafka are read each by itself, and want ekt");
    }
    return new PacketStages(List.of(stages.newMessageStage()));
  }

  private synchronized Protection protection() {
    Protection there = protection;
    if (there == null) {
      there = read();
      protection = there;
    }
    return there;
  }

  private Protection read() {
    SrtpMode mode = mode();
    Path file = file();
    if (file == null) {
      refuseWithoutKeys(KEY_PROPERTY, mode);
      refuseWithoutKeys(MODE_PROPERTY, mode);
      return Protection.NONE;
    }
    KeyWatch keys = new KeyWatch(file, mode.keyBytes(), property(KEY_PROPERTY).orElse(null));
    LOG.info(
        "encryption is on: wire rtp, key file {}, sending with the key {}",
        file,
        Objects.requireNonNull(keys.get().sending()).name()); // there is one at the start
    if (mode != SrtpMode.EKT) {
      LOG.warn(
          "audio.srtp={}: the same key protects each start, and two streams with one SSRC"
              + " under it can be read; only for peers that know SRTP without EKT",
          mode.name().toLowerCase(Locale.ROOT));
    }
    threads
        .get()
        .scheduleWithFixedDelay(keys::update, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    StaticStreams used =
        mode == SrtpMode.EKT ? StaticStreams.inMemory() : StaticStreams.beside(file);
    return new Protection(keys, new SrtpStages(mode, keys, SystemClock.INSTANCE, used));
  }

  /** Who sets one of them counts on encryption. */
  private void refuseWithoutKeys(String property, SrtpMode mode) {
    Optional<String> value = property(property);
    if (value.isPresent()) {
      throw OptionValues.refuse(
          property,
          KeyFile.isPrintable(value.get()) ? value.get() : "…",
          "there is no key file "
              + KeyFile.DEFAULT
              + " in the working directory: make it with "
              + KeyFile.command(Path.of(KeyFile.DEFAULT), mode.keyBytes())
              + ", or name one with audio.keys");
    }
  }

  /**
   * Null where there is none, and none is named. A link to a file that is not there yet counts: who
   * made it wants encryption, and is told.
   */
  private @Nullable Path file() {
    Path usual = directory.resolve(KeyFile.DEFAULT);
    return property(FILE_PROPERTY)
        .map(directory::resolve)
        .orElse(Files.exists(usual, LinkOption.NOFOLLOW_LINKS) ? usual : null);
  }

  private SrtpMode mode() {
    String text = property(MODE_PROPERTY).orElse(SrtpMode.EKT.name());
    return Arrays.stream(SrtpMode.values())
        .filter(mode -> mode.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                OptionValues.refuse(
                    MODE_PROPERTY,
                    text,
                    "allowed are "
                        + Arrays.stream(SrtpMode.values())
                            .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }

  private Optional<String> property(String name) {
    return properties.apply(name).map(String::strip).filter(text -> !text.isEmpty());
  }
}
