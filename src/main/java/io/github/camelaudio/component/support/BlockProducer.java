package io.github.camelaudio.component.support;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.wire.socket.BackPressure;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.NettyConstants;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * A producer that takes blocks. Live blocks never wait. Others wait for room: on the thread that
 * brings them, such as a file's own; or, where a {@code netty:} connection brings them, in {@link
 * BackPressure}, because its thread serves other connections, too.
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

  @Override
  public final boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      AudioBlock block = ExchangeBodies.block(exchange, reportName());
      Object netty = exchange.getIn().getHeader(NettyConstants.NETTY_CHANNEL_HANDLER_CONTEXT);
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
