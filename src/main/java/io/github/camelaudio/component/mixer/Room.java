package io.github.camelaudio.component.mixer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.MixerInput;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where routes that speak meet the one that listens. Any thread. */
final class Room {

  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private final String name;
  private final LongAdder unheard = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile @Nullable Mixer mixer;
  private volatile @Nullable MixerEndpoint listener;
  private volatile boolean saidEmpty;

  Room(String name) {
    this.name = name;
  }

  /**
   * A route listens from now on.
   *
   * @throws IllegalStateException when another one does
   */
  synchronized void enter(MixerEndpoint endpoint, Mixer fresh) {
    if (mixer != null) {
      throw new IllegalStateException(
          "mixer:"
              + name
              + " is listened to already; to do several things with its mix, let one route"
              + " multicast it");
    }
    mixer = fresh;
    listener = endpoint;
    saidEmpty = false;
  }

  /**
   * The listening route has ended; its mixer's counters can still be read.
   *
   * @param forGood the program ends: that nobody listens any more is no news
   */
  synchronized void leave(boolean forGood) {
    saidEmpty = forGood; // first, as a producer sees both without a lock
    mixer = null;
  }

  /**
   * Files a block. A live one never waits; another one waits while its stream has enough buffered.
   */
  void speak(AudioBlock block, AudioClock clock) throws InterruptedException {
    speak(block, () -> "", clock, true);
  }

  /**
   * The same.
   *
   * @param source who sends it, asked for a new stream only
   * @param mayWait whether it may wait
   * @return false when it would have to, and may not
   */
  boolean speak(AudioBlock block, Supplier<String> source, AudioClock clock, boolean mayWait)
      throws InterruptedException {
    Mixer there = mixer;
    if (there == null) {
      unheard.increment();
      sayEmpty();
      return true;
    }
    Mixer.AcceptResult filing =
        MixerInput.file(there, block, source, clock, () -> mayWait && there.equals(mixer));
    if (filing == Mixer.AcceptResult.FULL && !block.live() && !mayWait && there.equals(mixer)) {
      return false;
    }
    if (filing == Mixer.AcceptResult.REJECTED) {
      refused.increment();
    } else if (filing == Mixer.AcceptResult.FULL && !block.live()) {
      unheard.increment(); // the listener has left
    }
    return true;
  }

  private void sayEmpty() {
    if (!saidEmpty) {
      saidEmpty = true;
      LOG.warn(
          "mixer:{}: no consumer: blocks are dropped; add a route from(\"mixer:{}\")", name, name);
    }
  }

  /** The endpoint whose options are the room's; null until the first one listens. */
  @Nullable MixerEndpoint listener() {
    return listener;
  }

  @Nullable Mixer mixer() {
    return mixer;
  }

  /** Blocks that came while there was no listener. */
  long unheardBlocks() {
    return unheard.sum();
  }

  /** Blocks of streams for which there was no place. */
  long refusedBlocks() {
    return refused.sum();
  }
}
