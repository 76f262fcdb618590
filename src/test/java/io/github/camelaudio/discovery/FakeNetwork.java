package io.github.camelaudio.discovery;

import io.github.camelaudio.wire.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A network in memory: what is announced on it, and what others are made to announce. */
final class FakeNetwork implements Network {

  final Map<Offer, String> announced = new LinkedHashMap<>();
  final List<Found> others = new ArrayList<>();
  boolean closed;
  Set<String> asked = Set.of();
  final List<String> moved = new ArrayList<>();

  /** Behind the name of each that is announced. */
  String number = "";

  @Override
  public void announce(Offer offer, String name) {
    announced.put(offer, name);
  }

  @Override
  public String announcedName(Offer offer) {
    return announced.getOrDefault(offer, "") + number;
  }

  @Override
  public void move(Offer from, Offer to) {
    moved.add(from.port() + " to " + to.port());
    announced.put(to, Objects.requireNonNull(announced.remove(from)));
  }

  @Override
  public void withdraw(Offer offer) {
    announced.remove(offer);
  }

  @Override
  public void browse(Transport transport) {
    // All is found.
  }

  @Override
  public void step(Set<String> names, long nowNanos) {
    asked = names;
  }

  @Override
  public List<Found> found() {
    return List.copyOf(others);
  }

  @Override
  public void close() {
    closed = true;
  }
}
