package io.github.camelaudio.component.wav;

import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.file.AudioReader;
import io.github.camelaudio.file.stream.AudioFiles;
import io.github.camelaudio.file.stream.FileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.camel.Exchange;
import org.apache.camel.support.PollingConsumerSupport;

/**
 * Gives the whole file at once, as it is, in one exchange: {@code pollEnrich("wav:chime.wav")}. Its
 * body is the bytes, which any {@code to()} of ours plays, and {@link AudioHeaders} say what they
 * are. Any thread.
 */
final class WavPollingConsumer extends PollingConsumerSupport {

  /** A longer file is to be played, not held: 15 minutes of CD sound are 150 MB. */
  static final int MAX_BYTES = 64 << 20;

  private final WavEndpoint endpoint;

  WavPollingConsumer(WavEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  /**
   * Reads the file.
   *
   * @throws UncheckedIOException when it is not there, no audio file, or larger than 64 MiB
   */
  @Override
  public Exchange receive() {
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public Exchange receiveNoWait() {
    return receive();
  }

  @Override
  public Exchange receive(long timeout) {
    return receive();
  }

  private Exchange read() throws IOException {
    FileSource source = endpoint.source();
    byte[] file;
    try (InputStream in = source.bytes()) {
      file = in.readNBytes(MAX_BYTES + 1);
    }
    if (file.length > MAX_BYTES) {
      throw new IOException(
          endpoint.reportName()
              + " is larger than 64 MiB, which is the most that pollEnrich reads at once; let a"
              + " route begin with it");
    }
    Exchange exchange = endpoint.createExchange();
    exchange.getIn().setBody(file);
    try (AudioReader reader = AudioFiles.open(new ByteArrayInputStream(file), endpoint.getPath())) {
      String type = file[0] == 'f' ? "flac" : "wav";
      long frames = reader.frames().orElse(0);
      AudioHeaders.describe(exchange.getIn(), reader.format(), frames, type, source.fileName());
    }
    return exchange;
  }
}
