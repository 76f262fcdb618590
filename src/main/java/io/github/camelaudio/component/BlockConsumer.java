package io.github.camelaudio.component;

import io.github.camelaudio.audio.AudioBlock;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** A consumer whose exchanges carry blocks. */
public abstract class BlockConsumer extends DefaultConsumer {

  /**
   * A property of the exchange that carries a paced stream's first block: who sends it on returns
   * when the network has taken it, or is not there, so that the stream's clock begins then. Without
   * that, all that comes due while a sender connects would follow as a burst.
   */
  public static final String AWAITS_START = "CamelAudioAwaitsStart";

  protected BlockConsumer(Endpoint endpoint, Processor processor) {
    super(endpoint, processor);
  }

  /** An id for a new stream: random, as RFC 3550 8.1 asks, so that no two senders share one. */
  protected static long newStreamId() {
    return ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFFL;
  }

  /** Where a new stream's timestamps, or sequence numbers, begin: anywhere (RFC 3550 5.1). */
  protected static int randomStart() {
    return ThreadLocalRandom.current().nextInt();
  }

  /**
   * Sends a block down the route and waits until it is through. What goes wrong there is the
   * route's error handler's, then the consumer's exception handler's; the stream goes on.
   *
   * @param totalFrames of the whole stream, where that is known
   */
  protected void route(AudioBlock block, OptionalLong totalFrames) {
    route(block, totalFrames, createExchange(false));
  }

  /** The same with the first block of a stream whose clock begins when this returns. */
  protected void routeFirst(AudioBlock block, OptionalLong totalFrames) {
    Exchange exchange = createExchange(false);
    exchange.setProperty(AWAITS_START, true);
    route(block, totalFrames, exchange);
  }

  private void route(AudioBlock block, OptionalLong totalFrames, Exchange exchange) {
    exchange.getIn().setBody(block);
    if (totalFrames.isPresent()) {
      exchange.getIn().setHeader(AudioHeaders.TOTAL_FRAMES, totalFrames.getAsLong());
    }
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    Exception failure = exchange.getException();
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    } else if (failure != null) {
      getExceptionHandler().handleException("the route failed on a block", exchange, failure);
    }
    releaseExchange(exchange, false);
  }
}
