package io.github.camelaudio.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.playout.Mixer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {

  private static final String URI = "mixer://den";
  private static final String EMPTY =
      "WARN mixer:den: no consumer: blocks are dropped; add a route from(\"mixer:den\")";

  private final FakeClock clock = new FakeClock();
  private final Room room = new Room("den", clock);
  private final Mixer mixer = Speech.mixer(10);

  private void send(AudioBlock block) throws InterruptedException {
    assertTrue(room.send(block, () -> "", true));
  }

  @Test
  void send_withoutAConsumer_isCounted_andSaidOnce() throws Exception {
    try (LogLines log = new LogLines("mixer:den")) {
      send(Speech.block(1, 0, 480));
      send(Speech.block(1, 480, 480));
      assertEquals(List.of(EMPTY), log.all());
    }
    assertEquals(2, room.unheardBlocks());
    assertNull(room.consumerUri());
  }

  @Test
  void send_withAConsumer_goesToItsMixer() throws Exception {
    room.attach(URI, mixer);
    send(Speech.block(1, 0, 480));
    assertEquals(1, mixer.activeStreams());
    assertEquals(0, room.unheardBlocks());
    assertEquals(URI, room.consumerUri());
  }

  @Test
  void attach_ofASecondConsumer_isRefused_withWhatToDo() {
    room.attach(URI, mixer);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> room.attach(URI, Speech.mixer(10)));
    assertEquals(
        "mixer:den has a consumer already; to do several things with its mix, let one route"
            + " multicast it",
        e.getMessage());
  }

  @Test
  void attach_afterADetach_consumes_andTheWarningComesAgain() throws Exception {
    try (LogLines log = new LogLines("mixer:den")) {
      send(Speech.block(1, 0, 480));
      room.attach(URI, mixer);
      room.detach(false);
      send(Speech.block(1, 0, 480));
      Mixer second = Speech.mixer(10);
      room.attach(URI, second);
      send(Speech.block(1, 0, 480));
      assertEquals(1, second.activeStreams());
      assertEquals(0, mixer.activeStreams());
      assertEquals(List.of(EMPTY, EMPTY), log.all());
    }
    assertEquals(2, room.unheardBlocks());
  }

  @Test
  void send_ofWhatCanWait_waitsForRoom_untilTheConsumerIsGone() throws Exception {
    List<Room> waiting = new ArrayList<>();
    int[] waits = {0};
    float[] out = new float[2 * 480];
    AudioClock reading =
        new AudioClock() {
          @Override
          public long nanoTime() {
            return clock.nanoTime();
          }

          @Override
          public long epochNanos() {
            return clock.epochNanos();
          }

          @Override
          public void sleepUntil(long deadline) throws InterruptedException {
            clock.sleepUntil(deadline);
            waits[0]++;
            if (waits[0] < 20) {
              mixer.read(out, 480, clock.nanoTime());
            } else {
              waiting.get(0).detach(false);
            }
          }
        };
    Room patient = new Room("den", reading);
    waiting.add(patient);
    patient.attach(URI, mixer);
    for (int i = 0; waits[0] < 20; i++) {
      assertTrue(patient.send(Speech.patientBlock(1, i * 480, 480), () -> "", true));
    }
    assertEquals(1, patient.unheardBlocks(), "the one that waited when the consumer left");
    assertEquals(0, patient.refusedBlocks());
    assertEquals(0, mixer.stats().droppedFrames());
  }

  @Test
  void send_ofWhatCanWait_andMayNot_isToBeOfferedAgain() throws Exception {
    room.attach(URI, mixer);
    int taken = 0;
    while (room.send(Speech.patientBlock(1, taken * 480, 480), () -> "", false)) {
      taken++;
    }
    assertEquals(50, taken, "blocks of 10 ms, 500 ms altogether");
    assertEquals(0, room.unheardBlocks());
  }

  @Test
  void send_afterTheConsumerLeftForGood_isCounted_andNotSaid() throws Exception {
    try (LogLines log = new LogLines("mixer:den")) {
      room.attach(URI, mixer);
      room.detach(true);
      send(Speech.block(1, 0, 480));
      assertEquals(1, room.unheardBlocks());
      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void send_ofMoreStreamsThanThereAreSlots_isRefused_andCounted() throws Exception {
    room.attach(URI, mixer);
    for (int turn = 0; turn < 2; turn++) {
      for (int id = 0; id < 130; id++) {
        send(Speech.block(id, turn * 480, 480));
      }
    }
    assertEquals(128, mixer.activeStreams());
    assertEquals(2, room.refusedBlocks());
  }
}
