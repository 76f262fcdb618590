package io.github.camelaudio.playout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What a network does to the packets of one stream: which of them come, and when, in the order of
 * their coming. Made from a seed, and so the same each time.
 */
record NetworkTrace(List<Packet> packets) {

  /**
   * A packet that comes.
   *
   * @param index of the packets sent, from 0
   * @param arrivalNanos since the first one was sent
   */
  record Packet(int index, long arrivalNanos) {}

  /** How long after it was sent a packet comes, in nanoseconds; {@link #LOST} when it does not. */
  interface Path {
    long delayNanos(int index, long sentNanos);
  }

  static final long LOST = -1;
  static final long MILLI = 1_000_000;

  /**
   * Sends packets down a path.
   *
   * @param count how many
   * @param framesEach how many frames each has, at {@code rateHz} of the sender's own clock
   * @param sentAt when a position of the stream has been recorded, in nanoseconds
   */
  static NetworkTrace of(int count, int framesEach, SenderClock sentAt, Path path) {
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long sent = sentAt.nanosAt((long) i * framesEach);
      long delay = path.delayNanos(i, sent);
      if (delay != LOST) {
        packets.add(new Packet(i, sent + delay));
      }
    }
    packets.sort(Comparator.comparingLong(Packet::arrivalNanos));
    return new NetworkTrace(packets);
  }

  /** When the sender has recorded a position. */
  interface SenderClock {
    long nanosAt(long position);

    /** A clock that is fast by so many parts per million. */
    static SenderClock of(int rateHz, double ppm) {
      return position -> Math.round(position * 1e9 / (rateHz * (1 + ppm * 1e-6)));
    }
  }

  static Path none() {
    return (index, sent) -> 0;
  }

  /** Each packet anywhere between 0 and so many milliseconds late, on its own. */
  static Path jitter(long seed, double millis) {
    Random random = new Random(seed);
    return (index, sent) -> (long) (random.nextDouble() * millis * MILLI);
  }

  /** A little jitter, and at each period's end nothing for a while, then all of it at once. */
  static Path stalls(
      long seed, double jitterMillis, double stallMillis, double everyMillis, double untilMillis) {
    Path jitter = jitter(seed, jitterMillis);
    return (index, sent) -> {
      long phase = sent % (long) (everyMillis * MILLI);
      long left = (long) (everyMillis * MILLI) - phase;
      boolean stalled = left < stallMillis * MILLI && sent < untilMillis * MILLI;
      long little = jitter.delayNanos(index, sent);
      return stalled ? Math.max(left, little) : little;
    };
  }

  /** So many of all packets lost, in bursts of so many; the first and the last one are not. */
  static Path loss(long seed, double share, int burst, int count, Path rest) {
    Random random = new Random(seed);
    boolean[] lost = new boolean[count];
    for (int i = 1; i < count - burst; i++) {
      if (random.nextDouble() < share / burst) {
        for (int k = 0; k < burst; k++) {
          lost[i + k] = true;
        }
        i += burst - 1;
      }
    }
    return (index, sent) -> {
      long delay = rest.delayNanos(index, sent);
      return lost[index] ? LOST : delay;
    };
  }

  /** So many of all packets held back behind up to so many of their followers. */
  static Path reordering(long seed, double share, int most, long packetNanos) {
    Random random = new Random(seed);
    return (index, sent) ->
        random.nextDouble() < share ? (1 + random.nextInt(most)) * packetNanos + MILLI / 10 : 0;
  }

  /** The same, with so many of all packets coming once more up to 30 ms later. */
  NetworkTrace withDuplicates(long seed, double share) {
    Random random = new Random(seed);
    List<Packet> more = new ArrayList<>(packets);
    for (Packet packet : packets) {
      if (random.nextDouble() < share) {
        long later = (long) (random.nextDouble() * 30 * MILLI);
        more.add(new Packet(packet.index, packet.arrivalNanos + later));
      }
    }
    more.sort(Comparator.comparingLong(Packet::arrivalNanos));
    return new NetworkTrace(more);
  }
}
