package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import io.github.camelaudio.limits.StreamPlaces;
import io.github.camelaudio.wire.MalformedPacketException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is known of one stream, from its first packet to its end, and what is held back of it. */
final class RtpStream {

  /** This many packets in order are no repeats of a few that the network sends twice. */
  static final int RESTART_PACKETS = 5;

  /** A restarted program is silent for at least this time. */
  private static final long RESTART_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** How long before a stream's end a packet may lie that comes after it, and still be its own. */
  private static final int LATE_SECONDS = 10;

  /** How much of a stream's last packets may be lost and its end still be believed. */
  private static final long LOST_END_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** After this time without sound its payload type may be another. */
  private static final long FREE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** An event of RFC 4733 is no longer than this: it says nothing of the stream's sound. */
  private static final int EVENT_BYTES = 4;

  private static final int UNBOUND = -1;

  /** What a packet is that lies before the stream's newest, after a silence. */
  enum Restart {
    NO,
    /** To be held. */
    UNDECIDED,
    YES
  }

  final long ssrc;

  private final RtpSources sources = new RtpSources();
  private final HeldSounds held = new HeldSounds();
  private StreamPlaces.Place place;
  private RtpTimeline timeline = new RtpTimeline();
  private PcmFormat format;
  private boolean live;
  private String keyName;

  /** Whether its packets carry our extension, so that its sender report tells the exact end. */
  private boolean ours;

  private int payloadType = UNBOUND;
  private int nextSequence;

  /** How many of its packets have not come, as far as the later ones tell. */
  private long missing;

  /** What is added to its timestamps, since its sender was restarted. */
  private int shift;

  // What was passed on.
  private boolean passed;
  private int passedSequence;
  private int passedFrames;
  private int endTimestamp;
  private long capturedNanos; // the latest; 0 when none was said
  private long lastNanos;
  private boolean ended;

  /** How many of those that are held follow each other. */
  private int run;

  RtpStream(RtpSound first, StreamPlaces.Place place, long nowNanos) {
    this.ssrc = first.ssrc();
    this.place = place;
    this.format = first.format();
    this.keyName = first.keyName();
    this.nextSequence = first.sequence();
    this.lastNanos = nowNanos;
  }

  /** What it has among the streams of its host. */
  StreamPlaces.Place place() {
    return place;
  }

  void place(StreamPlaces.Place another) {
    place = another;
  }

  boolean ended() {
    return ended;
  }

  /** Whether nothing more is expected of it: it ended long ago, or another one has its place. */
  boolean isOver(long nowNanos) {
    return ended ? nowNanos - lastNanos > TimeUnit.SECONDS.toNanos(LATE_SECONDS) : !place.isHeld();
  }

  @Override
  public String toString() {
    return "stream " + AudioBlock.nameOf(ssrc);
  }

  // ---- payload types

  /** Whether a packet of this type may have the format that is set: only one type of a stream. */
  boolean accepts(int type, long nowNanos) {
    return payloadType == UNBOUND
        || payloadType == type
        || ended
        || nowNanos - lastNanos > FREE_NANOS;
  }

  int payloadType() {
    return payloadType;
  }

  private void bind(RtpSound sound) {
    boolean free = payloadType == UNBOUND || RtpPayloadTypes.isDynamic(sound.payloadType());
    if (sound.ours() || (free && sound.pcm().length > EVENT_BYTES)) {
      payloadType = sound.payloadType();
    }
  }

  // ---- a sender that was restarted

  /**
   * Whether a sound restarts the stream: its sender was restarted, and counts from its beginning
   * again. Repeats and packets that were overtaken lie before the newest, too; but not after a
   * silence and many in order. Under a key, what was captured before sound that came was recorded
   * on its way: it stays where it was.
   */
  Restart restarts(RtpSound sound, long nowNanos) {
    boolean silent = nowNanos - lastNanos >= RESTART_NANOS;
    boolean recorded = sound.isProtected() && sound.captureEpochNanos() < capturedNanos;
    if (held.isInDoubt() || !silent || recorded || !isBehind(sound) || held.isFull()) {
      return Restart.NO;
    }
    RtpSound before = held.latest();
    run = before != null && follows(before, sound) ? run + 1 : 1;
    return run == RESTART_PACKETS ? Restart.YES : Restart.UNDECIDED;
  }

  private boolean isBehind(RtpSound sound) {
    return timeline.isWrong()
        ? Wrap.sequenceDistance(sound.sequence(), nextSequence) < 0
        : passed && Wrap.timestampDistance(sound.endTimestamp() + shift, endTimestamp) <= 0;
  }

  private boolean follows(RtpSound before, RtpSound sound) {
    return sound.sequence() == Wrap.sequencePlus(before.sequence(), 1)
        && (timeline.isWrong() || sound.timestamp() == before.endTimestamp());
  }

  /** After its end: whether a sound was under way for long, and is of what has ended. */
  boolean isLate(RtpSound sound) {
    int before = Wrap.timestampDistance(endTimestamp, sound.endTimestamp() + shift);
    return before >= 0 && before <= LATE_SECONDS * sound.format().sampleRateHz();
  }

  /**
   * Places what follows behind what came before, later by the silence between them: to whatever
   * handles the stream it goes on, and all of it is heard and recorded.
   *
   * @param first of those in order
   */
  void restart(RtpSound first, long nowNanos) {
    double seconds = (held.sinceNanos() - lastNanos) / 1e9;
    int begin = endTimestamp - passedFrames + (int) (long) (seconds * format.sampleRateHz());
    nextSequence = first.sequence();
    missing = 0;
    passedSequence = Wrap.sequencePlus(first.sequence(), -1);
    if (timeline.isWrong()) {
      timeline.beginPlacing(passedSequence, first.frames(), begin, nowNanos);
    } else {
      timeline = new RtpTimeline();
      shift = begin - first.timestamp();
    }
  }

  /** That its sender was restarted, for people. */
  String restarted() {
    return String.format(
        Locale.ROOT,
        "%s from %s: its sender was restarted with the same id, and silent for %.1f s; it goes on"
            + " behind what came before",
        this,
        sources,
        (held.sinceNanos() - lastNanos) / 1e9);
  }

  // ---- sequence numbers and timestamps

  /** How many more packets are missing now; negative when one came that was. */
  int countSequence(int sequence) {
    int ahead = Wrap.sequenceDistance(sequence, nextSequence);
    if (ahead >= 0) {
      missing += ahead;
      nextSequence = Wrap.sequencePlus(sequence, 1);
      return ahead;
    }
    if (missing > 0) {
      missing--; // it was only late (or came twice: then this errs by one)
      return -1;
    }
    return 0;
  }

  /** The same for a packet without sound. */
  int countSilent(int sequence) {
    timeline.skip(sequence);
    return countSequence(sequence);
  }

  /** Judges the timestamps with one more sound; WRONG for ever, once it is that. */
  RtpTimeline.Verdict judge(RtpSound sound, long nowNanos) {
    if (sound.ours()) {
      return RtpTimeline.Verdict.RIGHT;
    }
    if (!sound.format().equals(format)) {
      format = sound.format();
      timeline = new RtpTimeline();
    }
    boolean before = timeline.isWrong();
    RtpTimeline.Verdict verdict = timeline.judge(sound, nowNanos);
    if (timeline.isWrong() && !before) {
      timeline.beginPlacing(passedSequence, passedFrames, endTimestamp, nowNanos);
    }
    return verdict;
  }

  boolean hasWrongTimestamps() {
    return timeline.isWrong();
  }

  /** What is wrong with its timestamps, for people. */
  String contradiction() {
    return this
        + " from "
        + sources
        + ": its timestamps do not fit its sound, "
        + format
        + ": "
        + timeline.contradiction(format)
        + "; it is placed by its sequence numbers";
  }

  // ---- what is held back, and what is passed on

  HeldSounds held() {
    return held;
  }

  /** Takes out what is held. */
  List<RtpSound> takeHeld() {
    run = 0;
    return held.take();
  }

  /** The block of a sound, at its place, which is passed on now. */
  AudioBlock pass(RtpSound sound, long nowNanos) {
    boolean placed = timeline.isWrong() && !sound.ours();
    AudioBlock block =
        sound.block(placed ? timeline.place(sound, nowNanos) : sound.timestamp() + shift);
    if (sound.sender() != null) {
      sources.add(sound.sender().getAddress());
    }
    bind(sound);
    format = block.format();
    live = block.live();
    keyName = block.keyName();
    ours = sound.ours();
    if (!passed || Wrap.sequenceDistance(sound.sequence(), passedSequence) > 0) {
      passedSequence = sound.sequence();
      passedFrames = sound.frames();
    }
    if (!passed || Wrap.timestampDistance(block.endTimestamp(), endTimestamp) > 0) {
      endTimestamp = block.endTimestamp();
    }
    passed = true;
    capturedNanos = Math.max(capturedNanos, block.captureEpochNanos());
    lastNanos = nowNanos;
    return block;
  }

  // ---- the end

  /**
   * Rejects an end that is not of its sender, or far behind all that has come: else a peer that
   * knows the id could silence the stream. SRTCP says whose the first id of a compound packet is,
   * not that of its BYE.
   *
   * @param endKeyName of the key that protected it
   * @param sender null over TCP
   */
  void checkEnd(
      RtcpLayout.Bye bye, String endKeyName, @Nullable InetSocketAddress sender, long nowNanos)
      throws MalformedPacketException {
    if (!endKeyName.equals(keyName)) {
      throw new MalformedPacketException(
          "an end of " + this + " under the key " + endKeyName + ", whose sound has " + keyName);
    }
    InetAddress address = sender == null ? null : sender.getAddress();
    if (address != null && !sources.has(address)) {
      throw new MalformedPacketException(
          "an end of " + this + ", whose sound comes from " + sources);
    }
    long ahead = Wrap.timestampDistance(bye.endTimestamp() + shift, endTimestamp);
    if (bye.reported()
        && ours
        && ahead > 0
        && format.nanosOfFrames(ahead) > LOST_END_NANOS + nowNanos - lastNanos) {
      throw new MalformedPacketException(
          "an end of "
              + this
              + " that is "
              + format.nanosOfFrames(ahead) / 1_000_000
              + " ms after its latest sound");
    }
  }

  /** Its end, as an empty block; where the sender says, when it is known to count right. */
  AudioBlock end(RtcpLayout.Bye bye) {
    if (bye.reported()
        && ours
        && Wrap.timestampDistance(bye.endTimestamp() + shift, endTimestamp) > 0) {
      endTimestamp = bye.endTimestamp() + shift;
    }
    ended = true;
    return AudioBlock.builder(format)
        .streamId(ssrc)
        .sequence(nextSequence)
        .timestamp(endTimestamp)
        .live(live)
        .keyName(keyName)
        .last(true)
        .empty();
  }
}
