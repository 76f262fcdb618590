package io.github.camelaudio.output;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.playout.Mixer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the routes that send to a mix meet the one that takes it. Any thread. */
public final class Room {

  public static final MeterTable<Room> METERS =
      MeterTable.<Room>of("room")
          .counter(
              "unheardBlocks",
              "blocks",
              "Blocks that came while no route took the mix",
              Room::unheardBlocks)
          .counter(
              "refusedBlocks",
              "blocks",
              "Blocks of streams for which there was no place, no memory, or no time to resample them",
              Room::refusedBlocks)
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private final String name;
  private final MixerInput input;
  private volatile @Nullable Mixer mixer;
  private volatile @Nullable String consumerUri;
  private volatile boolean warned;

  public Room(String name, AudioClock clock) {
    this.name = name;
    this.input = new MixerInput(clock);
  }

  /**
   * A route takes the mix from now on.
   *
   * @param uri of the endpoint that the route begins with
   * @param fresh the mixer that it reads
   * @throws IllegalStateException when another route does
   */
  public synchronized void attach(String uri, Mixer fresh) {
    if (mixer != null) {
      throw new IllegalStateException(
          "mixer:"
              + name
              + " has a consumer already; to do several things with its mix, let one route"
              + " multicast it");
    }
    mixer = fresh;
    consumerUri = uri;
    warned = false;
  }

  /**
   * The consuming route has ended; its mixer's counters can still be read.
   *
   * @param forGood whether the program ends: then a missing consumer is not worth a warning
   */
  public synchronized void detach(boolean forGood) {
    warned = forGood; // first, as a producer sees both without a lock
    mixer = null;
  }

  /**
   * Puts a block into the mix. A live one never waits; another one waits while its stream has
   * enough buffered.
   *
   * @param source who sends it, asked for a new stream only
   * @param mayWait whether this call may wait
   * @return false when the block has to wait and may not; it is offered again later
   */
  public boolean send(AudioBlock block, Supplier<String> source, boolean mayWait)
      throws InterruptedException {
    Mixer current = mixer;
    if (current == null) {
      input.drop();
      warn();
      return true;
    }
    return input.offer(current, block, source, mayWait, () -> current.equals(mixer));
  }

  private void warn() {
    if (!warned) {
      warned = true;
      LOG.warn(
          "mixer:{}: no consumer: blocks are dropped; add a route from(\"mixer:{}\")", name, name);
    }
  }

  /** The endpoint whose options are the room's; null until the first one consumes. */
  public @Nullable String consumerUri() {
    return consumerUri;
  }

  /** Blocks that came while there was no consumer. */
  public long unheardBlocks() {
    return input.unplayedBlocks();
  }

  /** Blocks of streams that found no slot, memory or time. */
  public long refusedBlocks() {
    return input.refusedBlocks();
  }
}
