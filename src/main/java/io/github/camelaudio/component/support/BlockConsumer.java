package io.github.camelaudio.component.support;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.StreamStart;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** A consumer whose exchanges carry blocks. */
public abstract class BlockConsumer extends DefaultConsumer {

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

  /**
   * The same with the first block of a paced stream. Returns when the network has taken it, or its
   * peer turned out to be away. Without that, all that comes due while a sender connects would
   * follow as a burst.
   *
   * @return when it was taken, on the monotonic clock: the stream's clock begins then
   */
  protected long routeFirst(AudioBlock block, OptionalLong totalFrames, AudioClock clock) {
    StreamStart start = new StreamStart();
    Exchange exchange = createExchange(false);
    exchange.setProperty(StreamStart.PROPERTY, start);
    route(block, totalFrames, exchange);
    return start.orElse(clock.nanoTime());
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
