package io.github.camelaudio.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.FakeDevices;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.playout.PlayoutSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The playout runs on the test's thread, and the device calls the test back at each write of 10 ms:
 * so each test is a script of what happens before which write. A block that comes before write n is
 * heard from write n+2 on: after its delay of 10 ms and the period.
 */
class SpeakerTest {

  private static final PcmFormat MONO = new PcmFormat(48_000, 1, Encoding.S16);
  private static final int BLOCK = 480;
  private static final int FADE = 240;
  private static final String NAME = "speaker:test";

  private final FakeClock clock = new FakeClock();
  private final FakeDevices devices = new FakeDevices(clock);

  private Speaker speaker() {
    PlayoutSettings settings = new PlayoutSettings(10, 100, 1);
    return new Speaker(NAME, devices, "test", MONO, DeviceBuffer.fixed(40), settings, null, clock);
  }

  @Test
  void run_keepsTheDeviceFed_withSilenceAndWithWhatPlays() {
    Speaker speaker = speaker();
    devices.onWrite(
        write -> {
          if (write == 3) {
            play(speaker, block(1, 0, BLOCK));
            play(speaker, lastBlock(1, BLOCK, BLOCK));
          } else if (write == 8) {
            speaker.stop();
          }
        });
    speaker.run();
    FakeDevices.FakePlayback device = devices.opened().get(0);
    assertEquals(MONO, device.format());
    assertEquals(4 * BLOCK, device.bufferFrames());
    assertHeard(device, 0, 2 * BLOCK);
    assertTrue(device.isClosed());
    assertEquals(2 * BLOCK, speaker.mixer().stats().playedFrames());
  }

  @Test
  void run_withoutADevice_saysSoOnce_looksEverySecond_andPlaysWhenItIsThere() {
    Speaker speaker = speaker();
    devices.unplug("no playback device matches 'test'");
    long start = clock.nanoTime();
    devices.onOpen(
        attempt -> {
          assertEquals(start + attempt * 500_000_000L, clock.nanoTime());
          if (attempt == 1) {
            play(speaker, block(1, 0, BLOCK));
          } else if (attempt == 3) {
            devices.plugIn();
          }
        });
    devices.onWrite(
        write -> {
          if (write == 0) {
            play(speaker, lastBlock(1, 3 * BLOCK, 2 * BLOCK));
          } else if (write == 6) {
            speaker.stop();
          }
        });
    try (LogLines log = new LogLines(NAME)) {
      speaker.run();
      assertEquals(
          List.of(
              "WARN speaker:test: no playback device matches 'test'; nothing is played,"
                  + " looking again twice a second",
              "INFO speaker:test: available again, s16/48000/1",
              "INFO speaker:test: stream 00000001 begins, s16/48000/1",
              "INFO speaker:test: stream 00000001 ended, 960 frames played, nothing missing"),
          log.all());
    }
    assertEquals(4, devices.attempts());
    assertHeard(devices.opened().get(0), 3 * BLOCK, 2 * BLOCK);
    assertEquals(1, speaker.unplayedBlocks());
  }

  @Test
  void run_whenTheDeviceGoesAwayAndComesBack_goesOnWithTheStream() {
    Speaker speaker = speaker();
    devices.onOpen(
        attempt -> {
          if (attempt > 0) {
            play(speaker, block(1, 100 * attempt, BLOCK));
          }
          if (attempt == 3) {
            devices.plugIn();
          }
        });
    devices.onWrite(
        write -> {
          if (write == 5) {
            devices.unplug("it went away");
          } else if (write == 15) {
            speaker.stop();
          } else {
            play(speaker, block(1, write * BLOCK, BLOCK));
          }
        });
    try (LogLines log = new LogLines(NAME)) {
      speaker.run();
      assertEquals(
          List.of(
              "INFO speaker:test: open, s16/48000/1",
              "INFO speaker:test: stream 00000001 begins, s16/48000/1",
              "INFO speaker:test: stream 00000001 ended, 1953 frames played, nothing missing",
              "WARN speaker:test: it went away; nothing is played, looking again twice a second",
              "INFO speaker:test: available again, s16/48000/1",
              "INFO speaker:test: stream 00000001 begins, s16/48000/1",
              "INFO speaker:test: stream 00000001 ended, 3873 frames played, nothing missing"),
          log.all());
    }
    // What was read for the write that failed is lost, and what the resampler read ahead.
    assertHeard(devices.opened().get(0), 0, 3 * BLOCK + FADE);
    assertHeard(devices.opened().get(1), 6 * BLOCK, 7 * BLOCK + FADE);
    assertTrue(devices.opened().get(0).isClosed());
    assertEquals(3, speaker.unplayedBlocks());
  }

  @Test
  void play_ofAnotherRate_isResampled() {
    Speaker speaker = speaker();
    PcmFormat half = new PcmFormat(24_000, 1, Encoding.S16);
    devices.onWrite(
        write -> {
          if (write == 0) {
            play(speaker, constant(half, 7, 960, (short) 1_000));
          } else if (write == 10) {
            speaker.stop();
          }
        });
    speaker.run();
    List<Integer> sound = devices.opened().get(0).sound();
    assertEquals(1_920, sound.size(), FADE);
    // The filter rings where the constant begins and ends.
    assertEquals(
        Collections.nCopies(1_000, 1_000), sound.subList(400, 1_400), "the same level throughout");
    assertEquals(960, speaker.mixer().stats().playedFrames());
  }

  @Test
  void openStreams_isNoneOnlyWhenTheLastFramesHaveLeftTheDevicesBuffer() {
    Speaker speaker = speaker();
    List<Integer> open = new ArrayList<>();
    devices.onWrite(
        write -> {
          open.add(speaker.openStreams());
          if (write == 0) {
            play(speaker, lastBlock(1, 0, 2 * BLOCK));
          } else if (write == 20) {
            speaker.stop();
          }
        });
    speaker.run();
    assertHeard(devices.opened().get(0), 0, 2 * BLOCK);
    assertEquals(0, open.get(0));
    // Writes 2 and 3 carry it; the device's 40 ms follow at the least.
    for (int write = 1; write <= 3 + 4; write++) {
      assertEquals(1, open.get(write), "before write " + write);
    }
    assertEquals(0, open.get(20));
  }

  @Test
  void run_ofTwoStreamsAtFullScale_staysWithinIt() {
    Speaker speaker = speaker();
    devices.onWrite(
        write -> {
          if (write == 0) {
            play(speaker, constant(MONO, 1, 960, Short.MAX_VALUE));
            play(speaker, constant(MONO, 2, 960, Short.MAX_VALUE));
          } else if (write == 8) {
            play(speaker, constant(MONO, 3, 960, Short.MIN_VALUE));
            play(speaker, constant(MONO, 4, 960, Short.MIN_VALUE));
          } else if (write == 15) {
            speaker.stop();
          }
        });
    speaker.run();
    List<Integer> sound = devices.opened().get(0).sound();
    int flips = 0;
    for (int i = 1; i < sound.size(); i++) {
      flips += sound.get(i - 1) > 0 == sound.get(i) > 0 ? 0 : 1;
    }
    assertEquals(1, flips, "where the second pair begins");
    int loud = Short.MAX_VALUE - 1;
    assertTrue(sound.subList(FADE, 960 - FADE).stream().allMatch(sample -> sample >= loud));
    assertTrue(
        sound.subList(sound.size() - 960 + FADE, sound.size() - FADE).stream()
            .allMatch(sample -> sample <= -loud));
    assertTrue(speaker.mixer().limitedFrames() > 0);
  }

  @Test
  void play_ofAStreamThatIsNotLive_afterTheStop_doesNotWait() {
    Speaker speaker = speaker();
    speaker.stop();
    for (int i = 0; i < 1_000; i++) {
      play(speaker, AudioBlock.builder(MONO).streamId(1).live(false).pcm(new byte[20]));
    }
    assertEquals(0, speaker.mixer().stats().playedFrames());
  }

  @Test
  void run_whenTheDeviceTakesNothing_saysSo_andAgainWhenItDoes() {
    Speaker speaker = speaker();
    devices.onWrite(
        write -> {
          if (write == 2) {
            devices.standStill(5_000_000_000L);
          } else if (write == 4) {
            speaker.stop();
          }
        });
    try (LogLines log = new LogLines(NAME)) {
      speaker.run();
      assertEquals(
          List.of(
              "INFO speaker:test: open, s16/48000/1",
              "WARN speaker:test: the device accepts no data (suspended); nothing is played until"
                  + " it does",
              "INFO speaker:test: available again, s16/48000/1"),
          log.all());
    }
    assertEquals(1, devices.attempts());
  }

  @Test
  void run_whateverIsThrown_goesOn_saysEachOnce_andOpensTheDeviceAgainWhenItHappensAgain() {
    Speaker speaker = speaker();
    List<Error> thrown = new ArrayList<>();
    devices.onWrite(
        write -> {
          play(speaker, block(1, write * BLOCK, BLOCK));
          if (write == 5 || write == 10 || write == 11) {
            thrown.add(new OutOfMemoryError("Java heap space"));
            throw thrown.get(thrown.size() - 1);
          } else if (write == 30) {
            speaker.stop();
          }
        });
    try (LogLines log = new LogLines(NAME)) {
      speaker.run();
      assertEquals(
          List.of(
              "ERROR speaker:test: the playout failed and restarts:"
                  + " java.lang.OutOfMemoryError: Java heap space"),
          log.all().stream().filter(line -> line.startsWith("ERROR")).toList());
    }
    assertEquals(3, speaker.guard().restarts());
    assertTrue(speaker.guard().trouble() != null);
    assertEquals(3, devices.attempts(), "the first error is no reason to open the device again");
    assertTrue(devices.opened().get(0).isClosed());
    assertHeard(devices.opened().get(0), 6 * BLOCK, 2 * BLOCK);
    assertHeard(devices.opened().get(2), 12 * BLOCK, 14 * BLOCK);
  }

  @Test
  void open_withoutADevice_fails() {
    devices.unplug("no playback device matches 'test'; there are: none");
    AudioDeviceException e = assertThrows(AudioDeviceException.class, () -> speaker().open());
    assertEquals("no playback device matches 'test'; there are: none", e.getMessage());
  }

  private static void play(Speaker speaker, AudioBlock block) {
    try {
      assertTrue(speaker.play(block, () -> "", true));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AudioBlock block(int streamId, int from, int frames) {
    return of(streamId, from, frames, false);
  }

  private static AudioBlock lastBlock(int streamId, int from, int frames) {
    return of(streamId, from, frames, true);
  }

  /** A block whose samples count from 1 at timestamp 0. */
  private static AudioBlock of(int streamId, int from, int frames, boolean last) {
    ByteBuffer pcm = ByteBuffer.allocate(2 * frames).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.rangeClosed(from + 1, from + frames).forEach(n -> pcm.putShort((short) n));
    return AudioBlock.builder(MONO).streamId(streamId).timestamp(from).last(last).pcm(pcm.array());
  }

  private static AudioBlock constant(PcmFormat format, int streamId, int frames, short value) {
    ByteBuffer pcm = ByteBuffer.allocate(2 * frames).order(ByteOrder.LITTLE_ENDIAN);
    while (pcm.hasRemaining()) {
      pcm.putShort(value);
    }
    return AudioBlock.builder(format).streamId(streamId).last(true).pcm(pcm.array());
  }

  /** Asserts that these frames of a numbered stream were heard one after the other, but fades. */
  private static void assertHeard(FakeDevices.FakePlayback device, int from, int frames) {
    List<Integer> whole =
        IntStream.rangeClosed(from + FADE + 1, from + frames - FADE).boxed().toList();
    List<Integer> sound = device.sound();
    assertTrue(
        Collections.indexOfSubList(sound, whole) >= 0,
        () -> "not " + from + " to " + (from + frames) + " in " + sound);
  }
}
