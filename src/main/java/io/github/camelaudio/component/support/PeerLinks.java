package io.github.camelaudio.component.support;

import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.peer.PeerLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The links of the producers of one endpoint: what they count together, and how they are. */
public final class PeerLinks {

  private final CamelContext context;
  private final String name;
  private final Runnable whenEmpty;
  private final List<PeerLink> links = new ArrayList<>();
  private String lastState = "";
  private Runnable unregisterHealth = () -> {};

  /**
   * None yet.
   *
   * @param name of the endpoint, in log lines, metrics and health
   * @param whenEmpty runs when the last link has ended
   */
  public PeerLinks(CamelContext context, String name, Runnable whenEmpty) {
    this.context = context;
    this.name = name;
    this.whenEmpty = whenEmpty;
  }

  /** The endpoint's name. */
  public String name() {
    return name;
  }

  /** Adds a link that begins. */
  void added(PeerLink link) {
    synchronized (links) {
      if (links.isEmpty()) {
        unregisterHealth = TroubleHealthCheck.register(context, name, this::trouble);
      }
      links.add(link);
    }
  }

  private @Nullable String trouble() {
    synchronized (links) {
      return links.stream()
          .map(PeerLink::trouble)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
  }

  /** Removes a link that has ended. */
  void removed(PeerLink link) {
    synchronized (links) {
      links.remove(link);
      lastState = link.state().name();
      if (links.isEmpty()) {
        whenEmpty.run();
        unregisterHealth.run();
      }
    }
  }

  /** On how many of them blocks are on their way. Any thread. */
  public int sending() {
    synchronized (links) {
      return (int) links.stream().filter(PeerLink::isSending).count();
    }
  }

  /** Whether one of them holds blocks that must not be lost. Any thread. */
  public boolean mustFinish() {
    synchronized (links) {
      return links.stream().anyMatch(PeerLink::holdsWaiting);
    }
  }

  /** Whether one of them holds blocks, of whatever kind. Any thread. */
  public boolean holds() {
    synchronized (links) {
      return links.stream().anyMatch(link -> !link.isIdle());
    }
  }

  /** What they sent and dropped, for people; empty before the first. Any thread. */
  public String summary() {
    Meters<PeerLink> counted = ContextMeters.of(context).find(PeerLink.METERS, name);
    return counted == null
        ? ""
        : counted.count("sentBlocks")
            + " blocks sent, "
            + counted.count("droppedBlocks")
            + " dropped";
  }

  /** NEW, UP, STALLED or AWAY; of several links each. Any thread. */
  public String state() {
    synchronized (links) {
      return links.isEmpty()
          ? lastState
          : String.join(" ", links.stream().map(link -> link.state().name()).toList());
    }
  }
}
