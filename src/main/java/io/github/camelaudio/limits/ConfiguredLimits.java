package io.github.camelaudio.limits;

import io.github.camelaudio.flow.OptionValues;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What properties say that hosts may have; read when it is first asked for, as a Camel context has
 * its properties later than its plugins. Any thread.
 */
public final class ConfiguredLimits implements Supplier<NetworkLimits> {

  private static final int MAX = 1_000_000;

  private final Function<String, Optional<String>> properties;
  private volatile @Nullable NetworkLimits read;

  /**
   * Reads nothing yet.
   *
   * @param properties the values of those that are set
   */
  public ConfiguredLimits(Function<String, Optional<String>> properties) {
    this.properties = properties;
  }

  /**
   * The limits.
   *
   * @throws IllegalArgumentException when a property is no whole number in its range
   */
  @Override
  public NetworkLimits get() {
    NetworkLimits there = read;
    if (there == null) {
      NetworkLimits unset = NetworkLimits.DEFAULT;
      there =
          new NetworkLimits(
              number(NetworkLimits.CONNECTIONS, unset.connections()),
              number(NetworkLimits.CONNECTIONS_PER_HOST, unset.connectionsPerHost()),
              number(NetworkLimits.STREAMS_PER_HOST, unset.streamsPerHost()),
              number(NetworkLimits.NEW_STREAMS, unset.newStreamsPerSecond()),
              number(NetworkLimits.NEW_CONNECTIONS, unset.newConnectionsPerSecond()));
      read = there;
    }
    return there;
  }

  private int number(String property, int unset) {
    String text = properties.apply(property).orElse("").strip();
    if (text.isEmpty()) {
      return unset;
    }
    try {
      int number = Integer.parseInt(text);
      OptionValues.range(property, number, 1, MAX);
      return number;
    } catch (NumberFormatException e) {
      throw OptionValues.refuse(property, text, "it is no whole number, for example " + unset);
    }
  }
}
