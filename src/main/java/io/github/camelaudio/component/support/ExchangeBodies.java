package io.github.camelaudio.component.support;

import io.github.camelaudio.file.stream.FileBlocks;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;

/** The audio file that an exchange carries. */
public final class ExchangeBodies {

  private ExchangeBodies() {}

  /**
   * The blocks of the audio file that an exchange carries: its bytes, a stream of them, or a file.
   *
   * @param where whose exchange it is, for the message
   * @return to be closed
   * @throws IllegalArgumentException when its body is none, with what to do
   */
  public static FileBlocks file(Exchange exchange, String where) {
    Object body = exchange.getIn().getBody();
    try {
      FileBlocks blocks = exchange.getIn().getBody(FileBlocks.class);
      if (blocks != null) {
        return blocks;
      }
    } catch (TypeConversionException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new IllegalArgumentException(where + ": " + cause.getMessage(), e);
    }
    throw new IllegalArgumentException(
        where
            + " takes audio blocks or a WAV file, not "
            + (body == null ? "an empty body" : body.getClass().getName())
            + "; let the route begin with mic:, wav:, radio: or a netty: endpoint with"
            + " {{audio.tcp.receive}} or {{audio.udp.receive}}, or give it the bytes of a WAV");
  }
}
