package io.github.camelaudio.component.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.device.FakeDevices;
import io.github.camelaudio.output.Speaker;
import java.time.Duration;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SpeakerEndpointTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void counters_surviveThatTheLastRouteStops_andAnotherOneStarts() throws Exception {
    FakeDevices devices = new FakeDevices(new FakeClock());
    devices.unplug("no playback device");
    context.getRegistry().bind("devices", devices);
    SpeakerEndpoint endpoint = context.getEndpoint("speaker:test", SpeakerEndpoint.class);
    Speaker first = endpoint.acquire();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          while (first.deviceState().trouble() == null) {
            Thread.onSpinWait();
          }
        });
    AudioBlock block = AudioBlock.builder(PcmFormat.DEFAULT).streamId(1).pcm(new byte[40]);
    assertTrue(first.play(block, () -> "", true));
    assertEquals(1, endpoint.getUnplayedBlocks());
    endpoint.release();
    assertEquals(1, endpoint.getUnplayedBlocks());
    assertNotSame(first, endpoint.acquire());
    assertEquals(1, endpoint.getUnplayedBlocks());
    assertTrue(endpoint.summary().contains("1 blocks not played"), endpoint::summary);
    endpoint.release();
  }

  @Test
  void memoryThatIsNoSize_isRefused_withWhatIsAllowed() {
    context.getPropertiesComponent().addInitialProperty("audio.playout.memory", "64");
    ResolveEndpointFailedException e =
        assertThrows(
            ResolveEndpointFailedException.class, () -> context.getEndpoint("speaker:test"));
    String allowed = "option audio.playout.memory=64: allowed are sizes such as 64MB (KB, MB, GB)";
    assertTrue(String.valueOf(e.getMessage()).contains(allowed), e::getMessage);
  }
}
