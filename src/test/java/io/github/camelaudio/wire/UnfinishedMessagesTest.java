package io.github.camelaudio.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnfinishedMessagesTest {

  private final UnfinishedMessages unfinished = new UnfinishedMessages(1_000);
  private final List<String> given = new ArrayList<>();

  private UnfinishedMessages.Waiting waiting(String name) {
    return () -> given.add(name);
  }

  @Test
  void hold_upToTheBound_givesNobodyUp() {
    for (int i = 0; i < 10; i++) {
      unfinished.hold(waiting("one of ten"), 100);
    }
    assertEquals(1_000, unfinished.bytes());
    assertEquals(List.of(), given);
  }

  @Test
  void hold_beyondTheBound_givesUpThoseThatBeganFirst() {
    UnfinishedMessages.Waiting first = waiting("first");
    unfinished.hold(first, 10);
    unfinished.hold(waiting("second"), 300);
    unfinished.hold(waiting("third"), 400);
    unfinished.hold(first, 290); // more of it came
    assertEquals(List.of(), given);
    unfinished.hold(waiting("fourth"), 400);
    assertEquals(List.of("first", "second"), given);
    assertEquals(800, unfinished.bytes());
  }

  @Test
  void done_makesRoom_andTheNextMessageIsTheLatest() {
    UnfinishedMessages.Waiting honest = waiting("honest");
    unfinished.hold(honest, 200);
    unfinished.hold(waiting("other"), 700);
    unfinished.done(honest);
    unfinished.done(honest);
    assertEquals(700, unfinished.bytes());
    unfinished.hold(honest, 400);
    assertEquals(List.of("other"), given);
  }

  @Test
  void boundByHeap_isAShareOfIt() {
    long heap = Runtime.getRuntime().maxMemory();
    long bound = UnfinishedMessages.boundByHeap().maxBytes();
    assertTrue(bound >= 1 << 20 && bound <= Math.max(1 << 20, heap / 16), bound + " of " + heap);
  }
}
