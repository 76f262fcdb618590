package io.github.camelaudio.peer;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of a peer. Each change is one log line. The link's thread changes it, any thread
 * reads it.
 */
public final class PeerState {

  /** The states, as JMX shows them. */
  public enum Name {
    /** Nothing was sent yet. */
    NEW,
    /** It accepts what is sent. */
    UP,
    /** It is connected, and accepts nothing. */
    STALLED,
    /** It cannot be reached. */
    AWAY
  }

  private static final Logger LOG = LoggerFactory.getLogger(PeerState.class);

  private final String peer;
  private final LongSupplier droppedBlocks;
  private final LongAdder changes = new LongAdder();
  private volatile Name name = Name.NEW;
  private volatile @Nullable String trouble;
  private long droppedAtChange;

  PeerState(String peer, LongSupplier droppedBlocks) {
    this.peer = peer;
    this.droppedBlocks = droppedBlocks;
  }

  Name name() {
    return name;
  }

  /** Why nothing is accepted; null while something is, or nothing was sent yet. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Whether it accepts what is sent, as far as is known. */
  boolean mayAccept() {
    return name == Name.NEW || name == Name.UP;
  }

  /** How often it changed. */
  long changes() {
    return changes.sum();
  }

  /** What was sent is accepted. */
  void up() {
    Name before = name;
    long dropped = droppedBlocks.getAsLong() - droppedAtChange;
    trouble = null;
    change(Name.UP);
    if (before == Name.NEW) {
      LOG.info("{}: sending", peer);
    } else if (before != Name.UP) {
      LOG.info("{}: back; {} blocks were dropped meanwhile", peer, dropped);
    }
  }

  /**
   * Nothing is accepted for a while: a peer that was connected stalls, any other is away.
   *
   * @param pauses as {@link #away}
   */
  void unanswered(String pauses) {
    if (name == Name.UP) {
      trouble = "stalled: it accepts no data";
      change(Name.STALLED);
      LOG.warn("{}: stalled; dropping live audio until it accepts data", peer);
    } else if (name == Name.NEW) {
      away("no answer", pauses);
    }
  }

  /**
   * It cannot be reached.
   *
   * @param reason why
   * @param pauses when it is tried again, such as {@code every second}
   */
  void away(String reason, String pauses) {
    if (name != Name.AWAY) {
      trouble = "away: " + reason;
      change(Name.AWAY);
      LOG.warn(
          "{}: away ({}); trying again {}, dropping live audio meanwhile", peer, reason, pauses);
    }
  }

  private void change(Name next) {
    if (name != next) {
      name = next;
      changes.increment();
      droppedAtChange = droppedBlocks.getAsLong();
    }
  }
}
