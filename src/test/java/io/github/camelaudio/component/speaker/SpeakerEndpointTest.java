package io.github.camelaudio.component.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.device.FakeDevices;
import io.github.camelaudio.output.Speaker;
import java.time.Duration;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SpeakerEndpointTest {

  private static final AudioBlock BLOCK =
      AudioBlock.builder(PcmFormat.DEFAULT).streamId(1).pcm(new byte[40]);

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
    awaitTrouble(first);
    assertTrue(first.play(BLOCK, () -> "", true));
    assertEquals(1, unplayed());
    endpoint.release();
    assertEquals(1, unplayed());
    assertNotSame(first, endpoint.acquire());
    assertEquals(1, unplayed());
    assertTrue(endpoint.summary().contains("1 blocks not played"), endpoint::summary);
    endpoint.release();
  }

  @Test
  void counters_surviveThatTheEndpointIsMadeAgain_withOtherOptions() throws Exception {
    FakeDevices devices = new FakeDevices(new FakeClock());
    devices.unplug("no playback device");
    context.getRegistry().bind("devices", devices);
    for (String uri : new String[] {"speaker:test", "speaker:test?skipBacklog=true"}) {
      SpeakerEndpoint endpoint = context.getEndpoint(uri, SpeakerEndpoint.class);
      Speaker speaker = endpoint.acquire();
      awaitTrouble(speaker);
      assertTrue(speaker.play(BLOCK, () -> "", true));
      endpoint.release();
      context.removeEndpoint(endpoint);
    }
    assertEquals(2, unplayed());
    SpeakerEndpoint third = context.getEndpoint("speaker:test", SpeakerEndpoint.class);
    assertEquals("0 frames played, 2 blocks not played", third.summary());
  }

  private static void awaitTrouble(Speaker speaker) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          while (speaker.deviceState().trouble() == null) {
            Thread.onSpinWait();
          }
        });
  }

  private long unplayed() {
    return ContextMeters.of(context).count(Speaker.METERS, "speaker:test", "unplayedBlocks");
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
