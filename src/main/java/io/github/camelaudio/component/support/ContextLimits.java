package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.limits.NetworkLimits;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What the properties of a context say that hosts may have; read when it is first asked for, as a
 * context has its properties later than its plugins. Any thread.
 */
public final class ContextLimits implements Supplier<NetworkLimits> {

  private static final int MAX = 1_000_000;

  private final CamelContext context;
  private volatile @Nullable NetworkLimits read;

  /** Of the properties of a context. */
  public ContextLimits(CamelContext context) {
    this.context = context;
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
              number(NetworkLimits.NEW_STREAMS, unset.newStreamsPerSecond()));
      read = there;
    }
    return there;
  }

  private int number(String property, int unset) {
    String text = context.getPropertiesComponent().resolveProperty(property).orElse("").strip();
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
