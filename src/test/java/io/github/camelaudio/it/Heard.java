package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** What a route was given, one block after the other. */
final class Heard implements Processor {

  private final ByteArrayOutputStream pcm = new ByteArrayOutputStream();
  private int ends;

  @Override
  public synchronized void process(Exchange exchange) {
    AudioBlock block = exchange.getMessage().getBody(AudioBlock.class);
    pcm.writeBytes(exchange.getMessage().getBody(byte[].class));
    if (block.last()) {
      ends++;
    }
  }

  synchronized byte[] pcm() {
    return pcm.toByteArray();
  }

  synchronized int size() {
    return pcm.size();
  }

  /** How many streams have ended. */
  synchronized int ends() {
    return ends;
  }

  static void same(byte[] got, byte[] expected) {
    assertThat(Arrays.mismatch(got, expected))
        .as("first byte that differs of %d, %d expected", got.length, expected.length)
        .isEqualTo(-1);
  }
}
