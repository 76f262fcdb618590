package io.github.camelaudio.component.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.playout.Mixer;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomTest {

  private static final String EMPTY =
      "WARN mixer:den: no consumer: blocks are dropped; add a route from(\"mixer:den\")";

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final MixerEndpoint endpoint = context.getEndpoint("mixer:den", MixerEndpoint.class);
  private final FakeClock clock = new FakeClock();
  private final Room room = new Room("den");
  private final Mixer mixer = Speech.mixer(10);

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void speak_whileNobodyListens_isCounted_andSaidOnce() throws Exception {
    try (LogLines log = new LogLines("mixer:den")) {
      room.speak(Speech.block(1, 0, 480), clock);
      room.speak(Speech.block(1, 480, 480), clock);
      assertEquals(List.of(EMPTY), log.all());
    }
    assertEquals(2, room.unheardBlocks());
    assertNull(room.listener());
  }

  @Test
  void speak_whileSomebodyListens_isFiledWithItsMixer() throws Exception {
    room.enter(endpoint, mixer);
    room.speak(Speech.block(1, 0, 480), clock);
    assertEquals(1, mixer.activeStreams());
    assertEquals(0, room.unheardBlocks());
    assertSame(endpoint, room.listener());
    assertSame(mixer, room.mixer());
  }

  @Test
  void enter_whileAnotherListens_isRefused_withWhatToDo() {
    room.enter(endpoint, mixer);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> room.enter(endpoint, Speech.mixer(10)));
    assertEquals(
        "mixer:den is listened to already; to do several things with its mix, let one route"
            + " multicast it",
        e.getMessage());
    assertSame(mixer, room.mixer());
  }

  @Test
  void enter_onceTheOtherHasLeft_listens_andThatNobodyDoesIsNewsAgain() throws Exception {
    try (LogLines log = new LogLines("mixer:den")) {
      room.speak(Speech.block(1, 0, 480), clock);
      room.enter(endpoint, mixer);
      room.leave(false);
      room.speak(Speech.block(1, 0, 480), clock);
      Mixer second = Speech.mixer(10);
      room.enter(endpoint, second);
      room.speak(Speech.block(1, 0, 480), clock);
      assertEquals(1, second.activeStreams());
      assertEquals(0, mixer.activeStreams());
      assertEquals(List.of(EMPTY, EMPTY), log.all());
    }
    assertEquals(2, room.unheardBlocks());
  }

  @Test
  void speak_ofWhatCanWait_waitsForRoom_untilNobodyListensAnyMore() throws Exception {
    room.enter(endpoint, mixer);
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
              room.leave(false);
            }
          }
        };
    for (int i = 0; waits[0] < 20; i++) {
      room.speak(Speech.patientBlock(1, i * 480, 480), reading);
    }
    assertEquals(1, room.unheardBlocks(), "the one that waited when the other left");
    assertEquals(0, room.refusedBlocks());
    assertEquals(0, mixer.stats().droppedFrames());
  }

  @Test
  void speak_afterTheListenerLeftForGood_isCounted_andNotSaid() throws Exception {
    try (LogLines log = new LogLines("mixer:den")) {
      room.enter(endpoint, mixer);
      room.leave(true);
      room.speak(Speech.block(1, 0, 480), clock);
      assertEquals(1, room.unheardBlocks());
      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void speak_ofMoreStreamsThanThereArePlaces_isRefused_andCounted() throws Exception {
    room.enter(endpoint, mixer);
    for (int turn = 0; turn < 2; turn++) {
      for (int id = 0; id < 130; id++) {
        room.speak(Speech.block(id, turn * 480, 480), clock);
      }
    }
    assertEquals(128, mixer.activeStreams());
    assertEquals(2, room.refusedBlocks());
  }
}
