package io.github.camelaudio.wire.socket;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up a socket that receives datagrams, and counts what it drops. Where netty reads with epoll
 * (Linux), one system call (recvmmsg(2)) takes up to {@value #BATCH} datagrams, each of any length;
 * any other socket stays as it is. One for each channel.
 */
public final class ReceiveSocket extends ChannelDuplexHandler {

  /** The longest payload of UDP over IPv4: 65,535 less both headers (RFC 768, RFC 791). */
  static final int MAX_DATAGRAM_BYTES = 65_507;

  private static final int BATCH = 16;

  /** The most batches that are read before what they brought is passed on. */
  private static final int MAX_BATCHES = 32;

  /** What 32 streams of 5 ms packets fill in 0.14 s; Linux counts 2,304 bytes for one of 1 KB. */
  private static final int SMALL_BUFFER_BYTES = 1 << 20;

  /** What 128 streams of 5 ms packets fill in half a second. */
  private static final int FORCED_BUFFER_BYTES = 16 << 20;

  // Of Linux, on x86 and ARM alike.
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;

  private static final Logger LOG = LoggerFactory.getLogger(ReceiveSocket.class);

  private final SocketDrops drops;
  private final AtomicBoolean saidSmall;
  private @Nullable ByteBuf buffer;
  private long inode = -1;

  /**
   * @param saidSmall whether it was said that the system limits the buffer
   */
  public ReceiveSocket(SocketDrops drops, AtomicBoolean saidSmall) {
    this.drops = drops;
    this.saidSmall = saidSmall;
  }

  /** Whether netty can read with epoll here: on Linux, with its library for this processor. */
  public static boolean canBatch() {
    return Epoll.isAvailable();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel() instanceof EpollDatagramChannel epoll) {
      ByteBuf fresh = Unpooled.directBuffer(BATCH * MAX_DATAGRAM_BYTES);
      buffer = fresh;
      epoll.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES);
      epoll.config().setRecvByteBufAllocator(new OneBuffer(fresh));
      inode = SocketDrops.inodeOf(epoll.fd().intValue());
      drops.opened(inode);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (ctx.channel() instanceof EpollDatagramChannel epoll) {
      forceBuffer(epoll.fd().intValue());
      // Linux doubles what it is asked for, and tells the double (socket(7)).
      saySmall(epoll, epoll.config().getReceiveBufferSize() / 2);
    }
    ctx.fireChannelActive();
  }

  /**
   * Asks for a buffer beyond net.core.rmem_max, which a process with CAP_NET_ADMIN gets: many
   * streams that begin at once take the reading thread a second until its code is compiled.
   */
  private static void forceBuffer(int socket) {
    try {
      IntByReference bytes = new IntByReference(FORCED_BUFFER_BYTES);
      Function setsockopt = Function.getFunction(Platform.C_LIBRARY_NAME, "setsockopt");
      int failed =
          setsockopt.invokeInt(
              new Object[] {socket, SOL_SOCKET, SO_RCVBUFFORCE, bytes, Integer.BYTES});
      LOG.debug("a receive buffer of {} bytes: {}", FORCED_BUFFER_BYTES, failed == 0);
    } catch (LinkageError e) {
      LOG.debug("the receive buffer stays as the system limits it", e);
    }
  }

  private void saySmall(Channel channel, int bufferBytes) {
    if (bufferBytes < SMALL_BUFFER_BYTES && saidSmall.compareAndSet(false, true)) {
      LOG.info(
          "port {}: the system limits the receive buffer to {} KB, too little for many streams"
              + " on a busy machine; to raise it: sysctl -w net.core.rmem_max=8388608",
          SocketPort.of(channel.localAddress()),
          bufferBytes / 1024);
    }
  }

  /** The count goes with the socket. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    drops.closing(inode);
    ctx.close(promise);
  }

  /**
   * Reads into the same buffer again and again: its size is far beyond what netty's pool keeps, and
   * a fresh one each time costs half a millisecond. Should a part of it still be in use, the next
   * read takes one datagram into a buffer of its own. Reads on only after a full batch, so that no
   * read brings nothing.
   */
  @SuppressWarnings("deprecation") // netty's own allocators still give this type
  private record OneBuffer(ByteBuf buffer) implements RecvByteBufAllocator {

    @Override
    public Handle newHandle() {
      return new BatchHandle(buffer);
    }
  }

  private static final class BatchHandle implements RecvByteBufAllocator.ExtendedHandle {

    private final ByteBuf buffer;
    private int datagrams;
    private int batches;
    private int lastBytes;
    private int attemptedBytes;

    BatchHandle(ByteBuf buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      batches++;
      return buffer.refCnt() == 1 ? buffer.clear().retain() : allocator.ioBuffer(guess());
    }

    @Override
    public int guess() {
      return MAX_DATAGRAM_BYTES;
    }

    @Override
    public void reset(ChannelConfig config) {
      datagrams = 0;
      batches = 0;
    }

    @Override
    public void incMessagesRead(int count) {
      datagrams += count;
    }

    @Override
    public void lastBytesRead(int bytes) {
      lastBytes = bytes;
    }

    @Override
    public int lastBytesRead() {
      return lastBytes;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      attemptedBytes = bytes;
    }

    @Override
    public int attemptedBytesRead() {
      return attemptedBytes;
    }

    @Override
    public boolean continueReading() {
      return datagrams == batches * BATCH && batches < MAX_BATCHES;
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
      return continueReading();
    }

    @Override
    public void readComplete() {
      // The next read begins with reset.
    }
  }
}
