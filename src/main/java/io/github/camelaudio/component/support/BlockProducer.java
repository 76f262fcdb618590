package io.github.camelaudio.component.support;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.file.stream.FileBlocks;
import io.github.camelaudio.wire.socket.BackPressure;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.NettyConstants;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * A producer that takes blocks, or the bytes of a WAV or FLAC file, whose blocks it takes one after
 * the other on the thread that brings it. Live blocks never wait. Others wait for room: on the
 * thread that brings them, such as a file's own; or, where a {@code netty:} connection brings them,
 * in {@link BackPressure}, because its thread serves other connections, too.
 */
public abstract class BlockProducer extends DefaultAsyncProducer {

  private final BackPressure backPressure = new BackPressure();

  protected BlockProducer(Endpoint endpoint) {
    super(endpoint);
  }

  /**
   * Takes a block.
   *
   * @param mayWait whether it may wait for room; a live block does not in any case
   * @return false when there is no room, and it may not wait; it is offered again then
   */
  protected abstract boolean take(AudioBlock block, Exchange exchange, boolean mayWait)
      throws InterruptedException;

  /** What the log calls the endpoint. */
  protected abstract String reportName();

  /** Whether a file goes there at its own pace, because nothing there makes it wait for room. */
  protected boolean needsPace() {
    return false;
  }

  @Override
  public final boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      Object netty = exchange.getIn().getHeader(NettyConstants.NETTY_CHANNEL_HANDLER_CONTEXT);
      if (!(exchange.getIn().getBody() instanceof AudioBlock block)) {
        takeFile(exchange, netty != null && BackPressure.isThreadOf(netty));
        callback.done(true);
        return true;
      }
      if (netty == null || !BackPressure.isThreadOf(netty)) {
        take(block, exchange, true);
      } else if (block.live()) {
        take(block, exchange, false); // what finds no room is counted where it is refused
      } else if (!backPressure.offer(
          netty, () -> takeNow(block, exchange), () -> callback.done(false))) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.setException(e);
    } catch (RuntimeException e) {
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }

  private void takeFile(Exchange exchange, boolean mustNotWait) throws InterruptedException {
    if (mustNotWait) {
      throw new IllegalStateException(
          reportName()
              + " cannot play a file on a thread of the network; put .threads() before it");
    }
    try (FileBlocks blocks = ExchangeBodies.file(exchange, reportName())) {
      if (needsPace()) {
        blocks.paced(SystemClock.INSTANCE);
      }
      boolean whole = false;
      try {
        while (blocks.hasNext()) {
          take(blocks.next(), exchange, true);
        }
        whole = true;
      } finally {
        if (!whole && blocks.frames() > 0) {
          take(blocks.end().asLive(), exchange, false); // what came of it has an end, too
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A failure is the exchange's; there is nothing to offer again. */
  private boolean takeNow(AudioBlock block, Exchange exchange) {
    try {
      return take(block, exchange, false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.setException(e);
    } catch (RuntimeException | Error e) {
      exchange.setException(e);
    }
    return true;
  }
}
