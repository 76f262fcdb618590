package io.github.camelaudio.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A run of consecutive frames of one stream: what an exchange carries. Immutable, and so shared
 * between the branches of a route; any thread may read it.
 *
 * <p>A stream ends with a block that says {@link #last()}; it may be empty, and its timestamp is
 * then that of the frame after the stream's final one.
 */
public final class AudioBlock {

  /** The capture time of a block that was not captured: one read as fast as the route takes it. */
  public static final long NO_CAPTURE_TIME = 0;

  /** The key name of a block that came without protection, or did not come over the network. */
  public static final String NO_KEY = "";

  private final PcmFormat format;
  private final long streamId;
  private final int sequence;
  private final int timestamp;
  private final long captureEpochNanos;
  private final boolean live;
  private final boolean last;
  private final String keyName;
  private final byte[] pcm;
  private final int frames;

  private AudioBlock(Builder builder, byte[] pcm) {
    if (pcm.length % builder.format.bytesPerFrame() != 0) {
      throw new IllegalArgumentException(
          pcm.length
              + " bytes are no whole number of frames of "
              + builder.format.bytesPerFrame()
              + " bytes ("
              + builder.format
              + ")");
    }
    this.format = builder.format;
    this.streamId = builder.streamId;
    this.sequence = builder.sequence;
    this.timestamp = builder.timestamp;
    this.captureEpochNanos = builder.captureEpochNanos;
    this.live = builder.live;
    this.last = builder.last;
    this.keyName = builder.keyName;
    this.pcm = pcm;
    this.frames = pcm.length / format.bytesPerFrame();
  }

  public static Builder builder(PcmFormat format) {
    return new Builder(format);
  }

  public PcmFormat format() {
    return format;
  }

  /** The stream's name, the RTP SSRC, 0..2^32-1. */
  public long streamId() {
    return streamId;
  }

  /** The stream's name as logs and file names show it: eight hexadecimal digits. */
  public String streamName() {
    return nameOf(streamId);
  }

  /**
   * A stream id as {@link #streamName()} shows it. Of another name than that, or {@code
   * ${body.streamName}} would be ambiguous.
   */
  public static String nameOf(long streamId) {
    return String.format("%08x", streamId & 0xFFFF_FFFFL);
  }

  /** RTP sequence number of the packet that brought the block, or the source's count; wraps. */
  public int sequence() {
    return sequence;
  }

  /** The stream's frame count at the block's first frame; starts anywhere and wraps. */
  public int timestamp() {
    return timestamp;
  }

  /** The timestamp of the frame after this block's. */
  public int endTimestamp() {
    return timestamp + frames;
  }

  /** When the block left its source, nanoseconds since 1970, or {@link #NO_CAPTURE_TIME}. */
  public long captureEpochNanos() {
    return captureEpochNanos;
  }

  /**
   * Whether the block came at its own pace, so that it is worth nothing when late and may be
   * dropped rather than held; false for one that can wait, and must not be lost.
   */
  public boolean live() {
    return live;
  }

  /** The same block as a live one; itself when it is. */
  public AudioBlock asLive() {
    return live ? this : toBuilder(format).live(true).pcm(pcm);
  }

  /** The same block as one that can wait, and must not be lost; itself when it is. */
  public AudioBlock asWaiting() {
    return live ? toBuilder(format).live(false).pcm(pcm) : this;
  }

  /**
   * Some of its frames, where they are in the stream; itself when these are all.
   *
   * @param from the first
   * @param to the one after the last
   */
  public AudioBlock part(int from, int to) {
    if (from == 0 && to == frames) {
      return this;
    }
    long captured = captureEpochNanos == NO_CAPTURE_TIME ? 0 : format.nanosOfFrames(from);
    return toBuilder()
        .timestamp(timestamp + from)
        .captureEpochNanos(captureEpochNanos + captured)
        .last(last && to == frames)
        .pcm(Arrays.copyOfRange(pcm, from * format.bytesPerFrame(), to * format.bytesPerFrame()));
  }

  /**
   * One block of several that follow each other in one stream, in one format. It has the sequence
   * number and the capture time of the first, and ends the stream if the last one does.
   *
   * @param blocks at least one
   */
  public static AudioBlock joined(List<AudioBlock> blocks) {
    AudioBlock first = blocks.get(0);
    if (blocks.size() == 1) {
      return first;
    }
    byte[] all = new byte[blocks.stream().mapToInt(AudioBlock::sizeBytes).sum()];
    int at = 0;
    for (AudioBlock block : blocks) {
      block.copyTo(0, all, at, block.sizeBytes());
      at += block.sizeBytes();
    }
    return first.toBuilder().last(blocks.get(blocks.size() - 1).last()).pcm(all);
  }

  /** A builder with all that this block has but its samples. */
  public Builder toBuilder() {
    return toBuilder(format);
  }

  /** The same, for samples of another format. */
  public Builder toBuilder(PcmFormat other) {
    return builder(other)
        .streamId(streamId)
        .sequence(sequence)
        .timestamp(timestamp)
        .captureEpochNanos(captureEpochNanos)
        .live(live)
        .last(last)
        .keyName(keyName);
  }

  /** The end of the stream whose latest block this is: empty, and the last. */
  public AudioBlock end() {
    return toBuilder()
        .sequence(sequence + 1)
        .timestamp(endTimestamp())
        .captureEpochNanos(NO_CAPTURE_TIME)
        .last(true)
        .empty();
  }

  /**
   * Whether this block goes on from another of its stream. A single block whose timestamp is far
   * from all before it is a stray; when another one goes on from it, the stream is there from now
   * on (RFC 3550 A.1).
   *
   * @param toleranceFrames how far its timestamp may be from the other's end, either way
   */
  public boolean continues(AudioBlock before, long toleranceFrames) {
    return format.equals(before.format)
        && Math.abs((long) Wrap.timestampDistance(timestamp, before.endTimestamp()))
            <= toleranceFrames;
  }

  /**
   * The name of the shared key that protected the packet which brought the block: who sent it, as
   * {@code ${body.keyName}} in a route; {@link #NO_KEY} when there was none.
   */
  public String keyName() {
    return keyName;
  }

  /** Whether the stream ends with this block. */
  public boolean last() {
    return last;
  }

  public int frames() {
    return frames;
  }

  public int sizeBytes() {
    return pcm.length;
  }

  /** A fresh read-only little-endian view of the interleaved samples. */
  public ByteBuffer pcm() {
    return ByteBuffer.wrap(pcm).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Copies {@code length} bytes of the interleaved samples, from byte {@code from} on. */
  public void copyTo(int from, byte[] out, int outOffset, int length) {
    System.arraycopy(pcm, from, out, outOffset, length);
  }

  /** A copy of the interleaved samples, little-endian. */
  public byte[] toByteArray() {
    return pcm.clone();
  }

  /**
   * Decodes frames to floats of full scale -1..1, interleaved. Allocates nothing.
   *
   * @param fromFrame the block's first frame to take
   * @param out receives {@code count * channels} samples from index {@code outOffset}
   */
  public void decode(int fromFrame, int count, float[] out, int outOffset) {
    Samples.decode(
        format.encoding(),
        pcm,
        fromFrame * format.bytesPerFrame(),
        out,
        outOffset,
        count * format.channels());
  }

  @Override
  public String toString() {
    return "AudioBlock["
        + streamName()
        + " "
        + format
        + " t="
        + Integer.toUnsignedString(timestamp)
        + " frames="
        + frames
        + (last ? " last" : "")
        + "]";
  }

  /** Collects a block's fields; {@link #pcm} makes it. */
  public static final class Builder {
    private final PcmFormat format;
    private long streamId;
    private int sequence;
    private int timestamp;
    private long captureEpochNanos = NO_CAPTURE_TIME;
    private boolean live = true;
    private boolean last;
    private String keyName = NO_KEY;

    private Builder(PcmFormat format) {
      this.format = format;
    }

    public Builder streamId(long id) {
      this.streamId = id & 0xFFFF_FFFFL;
      return this;
    }

    public Builder sequence(int number) {
      this.sequence = number & 0xFFFF;
      return this;
    }

    public Builder timestamp(int frame) {
      this.timestamp = frame;
      return this;
    }

    public Builder captureEpochNanos(long nanos) {
      this.captureEpochNanos = nanos;
      return this;
    }

    public Builder live(boolean isLive) {
      this.live = isLive;
      return this;
    }

    public Builder last(boolean isLast) {
      this.last = isLast;
      return this;
    }

    public Builder keyName(String name) {
      this.keyName = name;
      return this;
    }

    /**
     * Makes the block.
     *
     * @param samples interleaved, little-endian; the block's from now on, so never touch it again
     * @throws IllegalArgumentException when it is no whole number of frames
     */
    public AudioBlock pcm(byte[] samples) {
      return new AudioBlock(this, samples);
    }

    /** Makes a block without frames, as the end of a stream is. */
    public AudioBlock empty() {
      return new AudioBlock(this, new byte[0]);
    }
  }
}
