package io.github.camelaudio.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.camelaudio.device.PulseConnection.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseDevicesTest {

  private static final List<Device> SINKS =
      List.of(
          new Device("alsa_output.pci-0000_00_1f.3.analog-stereo", "Built-in Audio Analog Stereo"),
          new Device("hall.left", "Hall, USB"),
          new Device("hall", "Hall"));

  @Test
  void find_default_leavesTheChoiceToTheServer() throws Exception {
    assertNull(PulseDevices.find("default", SINKS, "playback"));
  }

  @Test
  void find_aWholeName_goesBeforeAPart() throws Exception {
    assertEquals("hall", PulseDevices.find("hall", SINKS, "playback"));
  }

  @Test
  void find_aPartOfANameOrADescription_inAnyCase() throws Exception {
    assertEquals("hall.left", PulseDevices.find("usb", SINKS, "playback"));
    assertEquals(SINKS.get(0).name(), PulseDevices.find("PCI-0000", SINKS, "playback"));
    assertEquals(SINKS.get(0).name(), PulseDevices.find("built-in", SINKS, "playback"));
  }

  @Test
  void find_whatNoneMatches_namesThoseThereAre() {
    AudioDeviceException e =
        assertThrows(
            AudioDeviceException.class, () -> PulseDevices.find("roof", SINKS, "playback"));
    assertEquals(
        "no playback device matches 'roof'; there are:"
            + " alsa_output.pci-0000_00_1f.3.analog-stereo, hall.left, hall",
        e.getMessage());
  }

  @Test
  void find_whereThereIsNone_saysSo() {
    AudioDeviceException e =
        assertThrows(
            AudioDeviceException.class, () -> PulseDevices.find("default", List.of(), "capture"));
    assertEquals("the sound server has no capture device", e.getMessage());
  }
}
