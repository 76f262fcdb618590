package io.github.camelaudio.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeviceBufferTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @Test
  void fixed_staysAsItIs() {
    DeviceBuffer buffer = DeviceBuffer.fixed(30);
    assertFalse(buffer.underrun(SECOND));
    assertFalse(buffer.calm(100 * MINUTE));
    assertEquals(30, buffer.millis());
  }

  @Test
  void underrun_growsByHalf_upToTheLargest() {
    DeviceBuffer buffer = DeviceBuffer.adaptive();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      assertEquals(i < 6, buffer.underrun(i * SECOND) || i == 5, "attempt " + i);
      sizes.add(buffer.millis());
    }
    assertEquals(List.of(60, 90, 140, 200, 200, 200), sizes);
  }

  @Test
  void underrun_whileTheLastGrowthTakesEffect_doesNothing() {
    DeviceBuffer buffer = DeviceBuffer.adaptive();
    assertTrue(buffer.underrun(SECOND));
    assertFalse(buffer.underrun(SECOND + 400_000_000L));
    assertEquals(60, buffer.millis());
  }

  @Test
  void calm_shrinksAfterThreeMinutes_andMoreSlowlyOnceThatWasTooSmall() {
    DeviceBuffer buffer = DeviceBuffer.adaptive();
    buffer.underrun(0);
    assertFalse(buffer.calm(3 * MINUTE - 1));
    assertTrue(buffer.calm(3 * MINUTE));
    assertEquals(50, buffer.millis());
    assertTrue(buffer.underrun(4 * MINUTE));
    assertEquals(80, buffer.millis());
    assertFalse(buffer.calm(10 * MINUTE - 1));
    assertTrue(buffer.calm(10 * MINUTE));
    assertEquals(70, buffer.millis());
  }

  @Test
  void calm_neverGoesBelowTheSmallest() {
    DeviceBuffer buffer = DeviceBuffer.adaptive();
    buffer.underrun(0);
    for (int i = 1; i < 100; i++) {
      buffer.calm(3L * i * MINUTE);
    }
    assertEquals(40, buffer.millis());
  }
}
