package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether the timestamps of one stream count its frames, as RFC 3550 5.1 asks, and places it
 * by its sequence numbers when they do not.
 *
 * <p>Of two packets with successive sequence numbers the timestamp must advance by the frames of
 * the first one, or by more when a pause lies between them. {@value #JUDGED_PAIRS} contradictions
 * in a row, with no fitting pair between them, are no pauses and no jumps: either the packets claim
 * to overlap, or all claim a pause in the same ratio to their length, while most of them follow
 * each other sooner than that.
 */
final class RtpTimeline {

  enum Verdict {
    /** They fit, or nothing is known against them. */
    RIGHT,
    /** All that is known is against them, but it is not enough yet. */
    OPEN,
    WRONG
  }

  /** The pairs of packets that decide: nine packets. */
  static final int JUDGED_PAIRS = 8;

  /** After this many packets without a verdict they are right, until there is one. */
  static final int MAX_OPEN = 11;

  /** How far behind the newest a packet may be and count as one that was overtaken. */
  private static final int MAX_REORDERED = 64;

  /** A gap may exceed the time that passed by this: packets come in bursts. */
  private static final long GAP_SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int SILENT = 16;

  private boolean begun;
  private boolean fitted;
  private boolean wrong;

  // The latest packet, by its sequence number.
  private int sequence;
  private int timestamp;
  private int frames;
  private long nanos;

  // The contradictions in a row.
  private int pairs;
  private int soonPairs;
  private long step;
  private int stepFrames;

  /** How many packets were not judged when they came. */
  private int open;

  /** The latest packets without sound. */
  private final int[] silent = new int[SILENT];

  private int silentPackets;
  private int nextSilent;

  // What is placed, once the timestamps are known to be wrong.
  private int placedSequence;
  private int placedEnd;
  private int placedFrames;
  private long placedNanos;

  boolean isWrong() {
    return wrong;
  }

  /** Takes note of a packet with sound. */
  Verdict judge(RtpSound sound, long nowNanos) {
    if (wrong) {
      return Verdict.WRONG;
    }
    int ahead = begun ? Wrap.sequenceDistance(sound.sequence(), sequence) : 1;
    if (begun && ahead == 1) {
      judgePair(Wrap.timestampDistance(sound.timestamp(), timestamp), nowNanos - nanos, sound);
    }
    if (ahead > 0) {
      begun = true;
      sequence = sound.sequence();
      timestamp = sound.timestamp();
      frames = sound.frames();
      nanos = nowNanos;
    }
    if (wrong) {
      return Verdict.WRONG;
    }
    if (pairs == 0 || fitted || open == MAX_OPEN) {
      return Verdict.RIGHT;
    }
    open++;
    return Verdict.OPEN;
  }

  private void judgePair(int newStep, long apartNanos, RtpSound sound) {
    if (4L * Math.abs((long) newStep - frames) <= Math.max(frames, 4)) {
      fitted = true;
      pairs = 0;
      return;
    }
    if (pairs > 0 && !continues(newStep)) {
      pairs = 0;
    }
    if (pairs == 0) {
      step = newStep;
      stepFrames = frames;
      soonPairs = 0;
    }
    pairs++;
    long midwayNanos = sound.format().nanosOfFrames((frames + (long) newStep) / 2);
    soonPairs += newStep < frames || apartNanos < midwayNanos ? 1 : 0;
    if (pairs == JUDGED_PAIRS) {
      wrong = 2 * soonPairs > pairs;
      fitted |= !wrong; // pauses, by the clock
      pairs = 0;
    }
  }

  /** Whether a step contradicts as the ones before it did. */
  private boolean continues(int newStep) {
    boolean overlaps = step < stepFrames;
    if (overlaps || newStep < frames) {
      return overlaps && newStep < frames;
    }
    long expected = step * frames / stepFrames;
    return 4 * Math.abs(newStep - expected) <= expected;
  }

  /** A packet without sound has a sequence number too, and none is missing where it was. */
  void skip(int emptySequence) {
    if (begun && Wrap.sequenceDistance(emptySequence, sequence) == 1) {
      sequence = emptySequence;
    }
    silent[nextSilent] = emptySequence;
    nextSilent = (nextSilent + 1) % SILENT;
    silentPackets = Math.min(SILENT, silentPackets + 1);
  }

  /** How many of the packets between two had no sound, as far as that is remembered. */
  private int silentBetween(int before, int after) {
    int count = 0;
    for (int i = 0; i < silentPackets; i++) {
      if (Wrap.sequenceDistance(silent[i], before) > 0
          && Wrap.sequenceDistance(after, silent[i]) > 0) {
        count++;
      }
    }
    return count;
  }

  /** What the timestamps do instead, for people. */
  String contradiction(PcmFormat format) {
    String meaning = "";
    if (step == 0) {
      meaning = " (they stand still)";
    } else if (step == (long) stepFrames * format.channels()) {
      meaning = " (they count the samples of all channels)";
    } else if (step == (long) stepFrames * format.bytesPerFrame()) {
      meaning = " (they count bytes)";
    }
    return "they go on by " + step + " for a packet of " + stepFrames + " frames" + meaning;
  }

  // ---- by sequence numbers

  /** Places what follows behind what was placed by its timestamps until now. */
  void beginPlacing(int lastSequence, int lastFrames, int end, long nowNanos) {
    placedSequence = lastSequence;
    placedEnd = end;
    placedFrames = lastFrames;
    placedNanos = nowNanos;
  }

  /**
   * The timestamp that a packet should have. What is lost before it counts as packets of the length
   * of the latest one; after a jump of the sequence numbers it stands right behind the latest.
   */
  int place(RtpSound sound, long nowNanos) {
    int ahead = Wrap.sequenceDistance(sound.sequence(), placedSequence);
    if (ahead <= 0 && ahead > -MAX_REORDERED) {
      return placedEnd + (ahead - 1) * placedFrames;
    }
    int lost = ahead - 1 - silentBetween(placedSequence, sound.sequence());
    long gap = (long) lost * placedFrames;
    boolean believed =
        ahead > 0 && sound.format().nanosOfFrames(gap) <= nowNanos - placedNanos + GAP_SLACK_NANOS;
    int start = placedEnd + (believed ? (int) gap : 0);
    placedSequence = sound.sequence();
    placedFrames = sound.frames();
    placedEnd = start + placedFrames;
    placedNanos = nowNanos;
    return start;
  }
}
