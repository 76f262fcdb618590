package io.github.camelaudio.component.speaker;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.BlockProducer;
import io.github.camelaudio.component.support.StreamSource;
import io.github.camelaudio.output.Speaker;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Hands each block to the endpoint's speaker, and goes on. */
final class SpeakerProducer extends BlockProducer {

  private final SpeakerEndpoint endpoint;
  private @Nullable Speaker speaker;

  SpeakerProducer(SpeakerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    speaker = endpoint.acquire();
  }

  @Override
  protected void doStop() throws Exception {
    if (speaker != null) {
      speaker = null;
      endpoint.release();
    }
    super.doStop();
  }

  @Override
  protected boolean take(AudioBlock block, Exchange exchange, boolean mayWait)
      throws InterruptedException {
    Speaker running = speaker;
    return running == null || running.play(block, () -> StreamSource.hostOf(exchange), mayWait);
  }

  @Override
  protected String reportName() {
    return endpoint.reportName();
  }
}
