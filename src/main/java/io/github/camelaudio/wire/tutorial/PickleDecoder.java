package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * Reads the messages of the tutorial's programs, arrays of floats and bytes alike.
 *
 * <pre>
 * BEFORE DECODE                                        AFTER DECODE
 * +----------------------+-----------------------+     +------------+------
 * | 81 20 00 00 00 … LE  | pickle, 8321 bytes … →|     | AudioBlock | …
 * +----------------------+-----------------------+     +------------+------
 * </pre>
 */
public final class PickleDecoder extends SampleStreamDecoder {

  /** Says how long a message may be. */
  public static final String MAX_BYTES_PROPERTY = "audio.pickle.maxBytes";

  private static final int LENGTH_BYTES = 8;

  private final PcmFormat format;
  private final int maxBytes;

  /** The latest message without frames, whole: the tutorial's servers repeat theirs for ever. */
  private ByteBuf end = Unpooled.EMPTY_BUFFER;

  /**
   * @param format what bytes are; of arrays, whose encoding and channels are known, the rate
   * @param maxBytes the longest message
   */
  public PickleDecoder(
      PcmFormat format,
      int maxBytes,
      MalformedPacketLog malformed,
      UnfinishedMessages unfinished,
      WireCounters counters,
      AudioClock clock) {
    super(malformed, unfinished, counters, clock);
    this.format = format;
    this.maxBytes = maxBytes;
  }

  @Override
  protected void decodePacket(ByteBuf in, List<Object> out) throws MalformedPacketException {
    if (isEndAgain(in)) {
      do {
        in.skipBytes(end.readableBytes());
      } while (isEndAgain(in));
      return;
    }
    if (in.readableBytes() < LENGTH_BYTES) {
      return;
    }
    long length = in.getLongLE(in.readerIndex());
    if (length < 1 || length > maxBytes) {
      throw new MalformedPacketException(
          "a message of "
              + Long.toUnsignedString(length)
              + " bytes; allowed are 1 to "
              + maxBytes
              + ", the property "
              + MAX_BYTES_PROPERTY);
    }
    if (in.readableBytes() < LENGTH_BYTES + length) {
      return;
    }
    PickledSound sound = PickleReader.read(in.slice(in.readerIndex() + LENGTH_BYTES, (int) length));
    if (sound.pcm().length == 0) {
      end = Unpooled.copiedBuffer(in.slice(in.readerIndex(), LENGTH_BYTES + (int) length));
    } else {
      end = Unpooled.EMPTY_BUFFER;
    }
    in.skipBytes(LENGTH_BYTES + (int) length);
    PcmFormat of =
        sound.isArray()
            ? new PcmFormat(format.sampleRateHz(), sound.channels(), Encoding.F32)
            : format;
    if (sound.pcm().length % of.bytesPerFrame() != 0) {
      throw new MalformedPacketException(
          sound.pcm().length + " pickled bytes are no whole number of frames of " + of);
    }
    add(of, sound.pcm(), out);
  }

  /** Whether the message that has just ended the stream follows once more. */
  private boolean isEndAgain(ByteBuf in) {
    int bytes = end.readableBytes();
    return bytes > 0
        && in.readableBytes() >= bytes
        && ByteBufUtil.equals(in, in.readerIndex(), end, end.readerIndex(), bytes);
  }
}
