package io.github.camelaudio.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.flow.LogLines;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceStateTest {

  private final DeviceState state = new DeviceState("mic:state-test");

  @Test
  void deviceState_saysEachChangeOnce() {
    try (LogLines log = new LogLines("mic:state-test")) {
      state.absent("none matches", "nothing is recorded");
      state.absent("none matches", "nothing is recorded");
      state.present("s16/48000/2");
      state.present("s16/44100/2");
      state.absent("unplugged", "nothing is recorded");
      state.absent("none matches", "nothing is recorded");
      state.present("s16/48000/2");
      assertEquals(
          List.of(
              "WARN mic:state-test: none matches; nothing is recorded, looking again twice a second",
              "INFO mic:state-test: available again, s16/48000/2",
              "WARN mic:state-test: unplugged; nothing is recorded, looking again twice a second",
              "INFO mic:state-test: available again, s16/48000/2"),
          log.all());
    }
  }

  @Test
  void deviceState_thatWasThereAtOnce_saysThatItIsOpen() {
    try (LogLines log = new LogLines("mic:state-test")) {
      state.present("s16/48000/2");
      assertEquals(List.of("INFO mic:state-test: open, s16/48000/2"), log.all());
    }
  }

  @Test
  void trouble_isTheLatestReason_andNoneWhileTheDeviceIsThere() {
    assertNull(state.trouble());
    assertFalse(state.isPresent());
    state.absent("unplugged", "");
    state.absent("taken", "");
    assertEquals("taken", state.trouble());
    state.present("s16/48000/2");
    assertNull(state.trouble());
    assertTrue(state.isPresent());
  }
}
