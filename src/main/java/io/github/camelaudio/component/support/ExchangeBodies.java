package io.github.camelaudio.component.support;

import io.github.camelaudio.audio.AudioBlock;
import org.apache.camel.Exchange;

/** The block that an exchange carries. */
public final class ExchangeBodies {

  private ExchangeBodies() {}

  /**
   * The exchange's block.
   *
   * @param where whose exchange it is, for the message
   * @throws IllegalArgumentException when its body is none, with what to do
   */
  public static AudioBlock block(Exchange exchange, String where) {
    Object body = exchange.getIn().getBody();
    if (body instanceof AudioBlock block) {
      return block;
    }
    throw new IllegalArgumentException(
        where
            + " takes audio blocks, not "
            + (body == null ? "an empty body" : body.getClass().getName())
            + "; let the route begin with mic:, wav:, radio: or a netty: endpoint with"
            + " {{audio.tcp.receive}} or {{audio.udp.receive}}");
  }
}
