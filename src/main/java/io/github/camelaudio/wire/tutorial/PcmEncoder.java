package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.BlockEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * Blocks as samples and nothing else: over TCP each as it comes; over UDP gathered into datagrams
 * of one size, at the end the rest in a shorter one, then an empty one.
 */
public final class PcmEncoder implements BlockEncoder {

  /** What a datagram holds at most: 65,535 bytes less the headers of IPv4 and UDP (RFC 768). */
  public static final int MAX_DATAGRAM_BYTES = 65_507;

  private final SingleStreamGate stream;

  /** The datagram that is being filled; of no bytes over TCP. */
  private final byte[] datagram;

  private int filledBytes;

  /** Whether frames were taken of a stream whose end was not. */
  private boolean open;

  private PcmEncoder(int datagramBytes, SingleStreamGate stream) {
    this.datagram = new byte[datagramBytes];
    this.stream = stream;
  }

  public static PcmEncoder overTcp(PcmFormat format, AudioClock clock) {
    return new PcmEncoder(0, new SingleStreamGate(format, clock));
  }

  /**
   * An encoder of datagrams.
   *
   * @param datagramFrames of each datagram but a stream's last; fewer where the format has no room
   *     for as many
   */
  public static PcmEncoder overUdp(PcmFormat format, int datagramFrames, AudioClock clock) {
    int frames = Math.min(datagramFrames, MAX_DATAGRAM_BYTES / format.bytesPerFrame());
    return new PcmEncoder(frames * format.bytesPerFrame(), new SingleStreamGate(format, clock));
  }

  @Override
  public void encode(AudioBlock block, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    boolean begins = stream.begins(block);
    byte[] pcm = stream.take(block);
    if (begins) {
      end(allocator, out); // the stream before stopped without saying so
    }
    open |= pcm.length > 0;
    if (datagram.length > 0) {
      gather(pcm, allocator, out);
    } else if (pcm.length > 0) {
      out.accept(allocator.buffer(pcm.length).writeBytes(pcm));
    }
    if (block.last()) {
      end(allocator, out);
    }
  }

  @Override
  public void reset() {
    stream.reset();
    filledBytes = 0;
    open = false;
  }

  private void gather(byte[] pcm, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    int at = 0;
    while (at < pcm.length) {
      int taken = Math.min(pcm.length - at, datagram.length - filledBytes);
      System.arraycopy(pcm, at, datagram, filledBytes, taken);
      at += taken;
      filledBytes += taken;
      if (filledBytes == datagram.length) {
        send(allocator, out);
      }
    }
  }

  private void send(ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    out.accept(allocator.buffer(filledBytes).writeBytes(datagram, 0, filledBytes));
    filledBytes = 0;
  }

  private void end(ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    if (filledBytes > 0) {
      send(allocator, out);
    }
    if (datagram.length > 0 && open) {
      out.accept(allocator.buffer(0));
    }
    open = false;
  }
}
