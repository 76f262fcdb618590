package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PickledSoundTest {

  @Test
  void isArray_tellsArraysFromBytes() {
    assertTrue(new PickledSound(1, new byte[4]).isArray());
    assertTrue(new PickledSound(64, new byte[256]).isArray());
    assertFalse(new PickledSound(0, new byte[3]).isArray());
  }

  @Test
  void new_ofNonsense_isRefusedWithWhatIsAllowed() {
    assertEquals("65 channels outside 0..64", reasonOf(65, 260));
    assertEquals("-1 channels outside 0..64", reasonOf(-1, 4));
    assertEquals("12 bytes are no whole frames of 2 float32 samples", reasonOf(2, 12));
    assertEquals("3 bytes are no whole frames of 1 float32 samples", reasonOf(1, 3));
  }

  private static String reasonOf(int channels, int bytes) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class, () -> new PickledSound(channels, new byte[bytes]))
            .getMessage());
  }
}
