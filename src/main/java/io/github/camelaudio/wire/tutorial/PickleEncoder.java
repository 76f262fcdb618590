package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.BlockEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Blocks as messages of the tutorial's programs, which are written for exactly 1024 frames each.
 *
 * <pre>
 * +----------------------+---------------------------------------------+
 * | length, 8 bytes, LE  | pickle of an array of floats, or of bytes   |
 * +----------------------+---------------------------------------------+
 * </pre>
 *
 * <p>A stream ends with what is left of it: of bytes as it is, then an empty message; of an array
 * filled up with silence, because the tutorial's player takes no other shape, and no empty one.
 */
public final class PickleEncoder implements BlockEncoder {

  private static final int MESSAGE_FRAMES = 1_024;

  private final boolean arrays;
  private final PcmFormat format;
  private final SingleStreamGate stream;
  private final byte[] message;
  private int filled;

  /** Whether something was sent, or begun, of a stream whose end was not. */
  private boolean open;

  private PickleEncoder(boolean arrays, PcmFormat format, AudioClock clock) {
    this.arrays = arrays;
    this.format = format;
    this.stream = new SingleStreamGate(format, clock);
    this.message = new byte[MESSAGE_FRAMES * format.bytesPerFrame()];
  }

  /** The wire {@code pyshine}, at the rate and with the channels of a format. */
  public static PickleEncoder ofArrays(PcmFormat format, AudioClock clock) {
    return new PickleEncoder(
        true, new PcmFormat(format.sampleRateHz(), format.channels(), Encoding.F32), clock);
  }

  /** The wire {@code pyaudio}. */
  public static PickleEncoder ofBytes(PcmFormat format, AudioClock clock) {
    return new PickleEncoder(false, format, clock);
  }

  @Override
  public void encode(AudioBlock block, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    boolean begins = stream.begins(block);
    byte[] pcm = stream.take(block);
    if (begins && open) {
      end(allocator, out); // the stream before stopped without saying so
    }
    open |= pcm.length > 0;
    int at = 0;
    while (at < pcm.length) {
      int taken = Math.min(pcm.length - at, message.length - filled);
      System.arraycopy(pcm, at, message, filled, taken);
      at += taken;
      filled += taken;
      if (filled == message.length) {
        out.accept(message(allocator, filled));
        filled = 0;
      }
    }
    if (block.last() && open) {
      end(allocator, out);
    }
  }

  @Override
  public void reset() {
    stream.reset();
    filled = 0;
    open = false;
  }

  private void end(ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    open = false;
    if (filled > 0) {
      if (arrays) {
        Arrays.fill(message, filled, message.length, (byte) 0);
        filled = message.length;
      }
      out.accept(message(allocator, filled));
      filled = 0;
    }
    if (!arrays) {
      out.accept(message(allocator, 0));
    }
  }

  private ByteBuf message(ByteBufAllocator allocator, int bytes) {
    ByteBuf out;
    if (arrays) {
      out = allocator.buffer(PickleWriter.arraySize(bytes / Float.BYTES));
      PickleWriter.writeArray(
          out, bytes / format.bytesPerFrame(), format.channels(), message, 0, bytes);
    } else {
      out = allocator.buffer(PickleWriter.bytesSize(bytes));
      PickleWriter.writeBytes(out, message, 0, bytes);
    }
    return out;
  }
}
