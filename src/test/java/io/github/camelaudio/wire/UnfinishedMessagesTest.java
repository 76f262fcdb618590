package io.github.camelaudio.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.flow.HeldMemory;
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
  void hold_whereAllSoundTakesWhatThereIs_givesUpThoseThatBeganFirst() {
    HeldMemory memory = new HeldMemory(() -> 10_000_000);
    memory.open().take(9_000_000);
    UnfinishedMessages shared = new UnfinishedMessages(100_000_000, memory);
    shared.hold(waiting("first"), 2_000_000);
    shared.hold(waiting("second"), 50_000);
    assertEquals(List.of(), given);
    shared.hold(waiting("third"), 100_000);
    assertEquals(List.of("first"), given);
    assertEquals(9_150_000, memory.bytes());
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
    long bound = UnfinishedMessages.boundByHeap(HeldMemory.unlimited()).maxBytes();
    assertTrue(bound >= 1 << 20 && bound <= Math.max(1 << 20, heap / 16), bound + " of " + heap);
  }
}
