package io.github.camelaudio.component.radio;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.ContextDiscovery;
import io.github.camelaudio.discovery.Kind;
import io.github.camelaudio.discovery.NameWatch;
import io.github.camelaudio.discovery.Offer;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Announces the station of an endpoint, or follows the one that it names. Any thread. */
final class RadioNames {

  private final RadioEndpoint endpoint;
  private final RadioAddress address;

  RadioNames(RadioEndpoint endpoint, RadioAddress address) {
    this.endpoint = endpoint;
    this.address = address;
  }

  private ContextDiscovery discovery() {
    return ContextDiscovery.of(endpoint.getCamelContext());
  }

  /** Refuses what no station can be, before it opens its port. */
  void checkStation() {
    address.checkPlace();
    discovery().check();
  }

  /** Refuses a name where none is looked up. */
  void checkListener() {
    if (address.isName() && !discovery().findsNames()) {
      throw new IllegalArgumentException(
          endpoint.reportName()
              + ": with audio.discovery=false no names are looked up; name host and port");
    }
  }

  /**
   * Announces the station.
   *
   * @param bound the address that it listens on
   * @param format the sound's; null where only the packets say it
   * @return ends it
   */
  Runnable announce(InetAddress bound, @Nullable PcmFormat format) {
    RadioConfiguration configuration = endpoint.getConfiguration();
    Offer offer =
        new Offer(
            endpoint.reportName(),
            Kind.STATION,
            address.transport(),
            null,
            bound,
            address.port(),
            configuration.getWire().name().toLowerCase(Locale.ROOT),
            format == null ? null : format.toString());
    return discovery().announce(offer, configuration.getName());
  }

  /**
   * Follows the station that is named.
   *
   * @param moved called when its address is known or is another
   * @return null where host and port are named
   */
  @Nullable NameWatch watch(Runnable moved) {
    return address.isName()
        ? discovery()
            .watch(endpoint.reportName(), Kind.STATION, address.transport(), address.host(), moved)
        : null;
  }

  /** Ends what {@link #watch} began. */
  void unwatch(NameWatch watch) {
    discovery().unwatch(watch);
  }
}
