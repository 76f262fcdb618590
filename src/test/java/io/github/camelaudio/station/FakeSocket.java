package io.github.camelaudio.station;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A listener's connection, whose other side takes as many bytes as the test lets it. More than
 * {@value #IN_HAND_BYTES} bytes at a time (netty's own records among them) are not handed to it.
 */
final class FakeSocket extends EmbeddedChannel {

  static final int IN_HAND_BYTES = 1_000;

  private final List<Byte> taken = new ArrayList<>();
  private long takes = Long.MAX_VALUE;

  FakeSocket(ChannelHandler... handlers) {
    super(handlers);
    config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, IN_HAND_BYTES));
  }

  /** The other side takes nothing from now on. */
  void stalls() {
    takes = 0;
  }

  /** The other side takes so many bytes more, of those that wait and of those that come. */
  void takes(long bytes) {
    takes = bytes;
    flush();
  }

  /** The other side takes all there is and will be. */
  void takesAll() {
    takes(Long.MAX_VALUE);
  }

  /** The first byte of each packet taken, in order, of packets of so many bytes. */
  List<Integer> taken(int packetBytes) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < taken.size(); i += packetBytes) {
      numbers.add((int) taken.get(i));
    }
    return numbers;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    while (takes > 0 && out.current() instanceof ByteBuf next) {
      int bytes = (int) Math.min(takes, next.readableBytes());
      for (int i = 0; i < bytes; i++) {
        taken.add(next.getByte(next.readerIndex() + i));
      }
      takes -= bytes;
      out.removeBytes(bytes);
    }
  }
}
