package io.github.camelaudio.component.support;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.discovery.Discovery;
import io.github.camelaudio.discovery.Kind;
import io.github.camelaudio.discovery.NameWatch;
import io.github.camelaudio.discovery.NetworkAddress;
import io.github.camelaudio.discovery.Offer;
import io.github.camelaudio.discovery.ServiceNames;
import io.github.camelaudio.flow.LoopGuard;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.wire.Transport;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a Camel context's services are announced and those of others are found. Its thread starts
 * with the first service or name, and nothing waits for it. Any thread.
 */
public final class ContextDiscovery {

  /** {@code true}, {@code false}; unset, names are looked up and nothing is announced. */
  public static final String PROPERTY = "audio.discovery";

  /** The name of services that have none of their own. */
  public static final String NAME = "audio.name";

  /** An interface or an address; unset, all that {@code audio.accept} allows. */
  public static final String INTERFACE = "audio.discovery.interface";

  private static final Logger LOG = LoggerFactory.getLogger(ContextDiscovery.class);

  private final CamelContext context;
  private @Nullable Discovery discovery;

  private ContextDiscovery(CamelContext context) {
    this.context = context;
  }

  /** With a discovery that somebody else steps. */
  ContextDiscovery(CamelContext context, Discovery discovery) {
    this.context = context;
    this.discovery = discovery;
  }

  /** The context's; made at the first call. */
  public static ContextDiscovery of(CamelContext context) {
    return ContextPlugins.of(context, ContextDiscovery.class, () -> new ContextDiscovery(context));
  }

  private String property(String name) {
    return context.getPropertiesComponent().resolveProperty(name).orElse("").strip();
  }

  /**
   * Whether services are announced and names are looked up, as the property says.
   *
   * @throws IllegalArgumentException when it says something else
   */
  private boolean is(boolean unset) {
    String text = property(PROPERTY).toLowerCase(Locale.ROOT);
    return switch (text) {
      case "" -> unset;
      case "true" -> true;
      case "false" -> false;
      default -> throw OptionValues.refuse(PROPERTY, text, "allowed are true, false");
    };
  }

  /**
   * Reads the properties.
   *
   * @throws IllegalArgumentException when one has a value that it cannot have
   */
  public void check() {
    is(false);
    String name = property(NAME);
    if (!name.isEmpty()) {
      ServiceNames.check(NAME, name);
    }
  }

  /** Whether names are looked up. */
  public boolean findsNames() {
    return is(true);
  }

  /**
   * Announces a service, if services are announced.
   *
   * @param name its own; null for that of the property {@value #NAME}
   * @return ends it
   * @throws IllegalArgumentException when a property has a value that it cannot have
   */
  public Runnable announce(Offer offer, @Nullable String name) {
    check();
    if (!is(false)) {
      return () -> {};
    }
    String own = name == null ? property(NAME) : name;
    return running().announce(own.isEmpty() ? offer : offer.named(own));
  }

  /**
   * Follows the service of a name.
   *
   * @param what follows it, for log lines
   * @param moved called when its address is known or is another; must not wait
   * @return null when names are not looked up
   */
  public @Nullable NameWatch watch(
      String what, Kind kind, Transport transport, String name, Runnable moved) {
    return findsNames() ? running().watch(what, kind, transport, name, moved) : null;
  }

  /** Ends what {@link #watch} began. */
  public void unwatch(NameWatch watch) {
    running().unwatch(watch);
  }

  private synchronized Discovery running() {
    if (discovery == null) {
      String accept = property(AddressRule.PROPERTY);
      Discovery made = open(accept, property(INTERFACE));
      discovery = made;
      start(made);
    }
    return discovery;
  }

  /**
   * Discovery with the values of its properties.
   *
   * @param accept the property {@code audio.accept}, or empty
   * @param only the property {@value #INTERFACE}, or empty
   * @throws IllegalArgumentException when one of them has a value that it cannot have
   */
  public static Discovery open(String accept, String only) {
    AddressRule rule =
        AddressRule.parse(accept.isEmpty() ? AddressRule.DEFAULT : accept, Runnable::run);
    return Discovery.onNetworks(
        () ->
            NetworkAddress.choose(
                NetworkAddress.ofInterfaces(), rule::allows, only.isEmpty() ? null : only),
        rule::allows,
        SystemClock.INSTANCE);
  }

  private void start(Discovery made) {
    ScheduledExecutorService thread =
        context
            .getExecutorServiceManager()
            .newSingleThreadScheduledExecutor(context, "audio-discovery");
    LoopGuard guard = new LoopGuard(LOG, "discovery", "it", SystemClock.INSTANCE);
    thread.scheduleWithFixedDelay(
        () -> step(made, guard), 0, Discovery.STEP_MILLIS, TimeUnit.MILLISECONDS);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopping(CamelContext stopping) {
            // On its thread, after the step that runs: the end of the context does not wait.
            thread.execute(made::close);
            thread.shutdown();
          }
        });
  }

  private static void step(Discovery discovery, LoopGuard guard) {
    try {
      discovery.step();
    } catch (RuntimeException | Error e) {
      guard.goesOnAfter(e);
    }
  }
}
