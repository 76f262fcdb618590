package io.github.camelaudio.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTest {

  private final Shared<String> shared = new Shared<>();
  private final List<String> stopped = new ArrayList<>();
  private int started;

  private String start() {
    started++;
    return "number " + started;
  }

  @Test
  void firstUserStartsIt_lastOneStopsIt_andTheNextOneStartsAnother() throws Exception {
    assertNull(shared.running());
    assertEquals("number 1", shared.acquire(this::start));
    assertEquals("number 1", shared.acquire(this::start));
    assertFalse(shared.release(stopped::add));
    assertEquals("number 1", shared.running());
    assertTrue(shared.release(stopped::add));
    assertEquals(List.of("number 1"), stopped);
    assertNull(shared.running());
    assertEquals("number 1", shared.latest(), "its counters can still be read");
    assertEquals("number 2", shared.acquire(this::start));
    assertTrue(shared.release(stopped::add));
    assertEquals(List.of("number 1", "number 2"), stopped);
  }

  @Test
  void aStartThatFails_acquiresNothing() throws Exception {
    assertThrows(
        IOException.class,
        () ->
            shared.acquire(
                () -> {
                  throw new IOException("no such device");
                }));
    assertNull(shared.running());
    assertEquals("number 1", shared.acquire(this::start));
    assertTrue(shared.release(stopped::add), "it is the only user");
  }
}
