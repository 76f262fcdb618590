package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavLayout;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockProducerTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/8000/1");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final List<AudioBlock> taken = new ArrayList<>();

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private BlockProducer producer() {
    return new BlockProducer(context.getEndpoint("mock:none")) {
      @Override
      protected boolean take(AudioBlock block, Exchange exchange, boolean mayWait) {
        return taken.add(block);
      }

      @Override
      protected String reportName() {
        return "test:one";
      }
    };
  }

  /** A WAV of 25 seconds; reading fails in the middle. */
  private static InputStream failing() {
    byte[] header = WavLayout.shortHeader(FORMAT, 400_000).array();
    byte[] file = new byte[header.length + 400_000];
    System.arraycopy(header, 0, file, 0, header.length);
    return new FilterInputStream(new ByteArrayInputStream(file)) {
      private int left = header.length + 200_000;

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
          throw new IOException("the disk is gone");
        }
        int read = super.read(into, offset, Math.min(length, left));
        left -= read;
        return read;
      }
    };
  }

  @Test
  void file_thatCannotBeReadToItsEnd_fails_afterItsStreamHasEnded() throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.getIn().setBody(failing());
    producer().process(exchange);
    assertThat(exchange.getException()).hasStackTraceContaining("the disk is gone");
    assertThat(taken).hasSizeGreaterThan(2);
    AudioBlock end = taken.get(taken.size() - 1);
    assertThat(end.last()).isTrue();
    assertThat(end.streamId()).isEqualTo(taken.get(0).streamId());
    assertThat(end.timestamp()).isEqualTo(taken.get(taken.size() - 2).endTimestamp());
  }
}
