package io.github.camelaudio.discovery;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Discovery on one network in memory, for tests of those who use it. */
public final class FakeDiscovery {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final FakeClock clock = new FakeClock();
  private final FakeNetwork network = new FakeNetwork();
  private final Discovery discovery =
      new Discovery(
          () -> List.of(new NetworkAddress("lo", HERE)), at -> network, () -> "pi", clock);

  public Discovery discovery() {
    return discovery;
  }

  /** What others announce from now on: one service. */
  public void found(Kind kind, Transport transport, String name, int port) {
    network.others.clear();
    network.others.add(
        new Found(kind, transport, name, new InetSocketAddress(HERE, port), Map.of()));
    pass(0);
  }

  /** Lets time pass, with a step at its end. */
  public void pass(long millis) {
    clock.advanceMillis(millis);
    discovery.step();
  }

  /** What is announced, by name. */
  public List<Offer> announced() {
    List<Offer> all = new ArrayList<>();
    network.announced.forEach((offer, name) -> all.add(offer.named(name)));
    return all;
  }
}
