package io.github.camelaudio.component.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.LogLines;
import io.github.camelaudio.component.device.AudioDeviceException;
import io.github.camelaudio.component.device.FakeDevices;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The playout runs on the test's thread, and the device calls the test back at each write of 10
 * frames (10 ms): so each test is a script of what happens before which write.
 */
class SpeakerTest {

  private static final PcmFormat MONO = new PcmFormat(1_000, 1, Encoding.S16);
  private static final String NAME = "speaker:test";

  private final FakeClock clock = new FakeClock();
  private final FakeDevices devices = new FakeDevices(clock);

  private Speaker speaker(@Nullable PcmFormat format) {
    return new Speaker(NAME, devices, "test", format, new Speaker.Delays(10, 100, 40), clock);
  }

  @Test
  void run_keepsTheDeviceFed_withSilenceAndWithWhatPlays() {
    Speaker speaker = speaker(MONO);
    devices.onWrite(
        write -> {
          if (write == 3) {
            play(speaker, block(1, 0, 10));
            play(speaker, block(1, 10, 10));
          } else if (write == 8) {
            speaker.stop();
          }
        });
    speaker.run();
    FakeDevices.FakePlayback device = devices.opened().get(0);
    assertEquals(MONO, device.format());
    assertEquals(40, device.bufferFrames());
    assertEquals(numbers(1, 20), device.sound());
    assertTrue(device.isClosed());
    assertEquals(20, speaker.stats().playedFrames());
  }

  @Test
  void run_withoutADevice_saysSoOnce_looksEverySecond_andPlaysWhenItIsThere() {
    Speaker speaker = speaker(MONO);
    devices.unplug("no playback device matches 'test'");
    long start = clock.nanoTime();
    devices.onOpen(
        attempt -> {
          assertEquals(start + attempt * 1_000_000_000L, clock.nanoTime());
          if (attempt == 1) {
            play(speaker, block(1, 0, 10));
          } else if (attempt == 3) {
            devices.plugIn();
          }
        });
    devices.onWrite(
        write -> {
          if (write == 0) {
            play(speaker, block(1, 30, 10));
          } else if (write == 4) {
            speaker.stop();
          }
        });
    try (LogLines log = new LogLines(NAME)) {
      speaker.run();
      assertEquals(
          List.of(
              "WARN speaker:test: no playback device matches 'test'; nothing is played,"
                  + " looking again every second",
              "INFO speaker:test: there again, s16/1000/1",
              "INFO speaker:test: stream 00000001 begins, s16/1000/1",
              "INFO speaker:test: stream 00000001 ended, 10 frames played, 1 underruns"),
          log.all());
    }
    assertEquals(4, devices.attempts());
    assertEquals(numbers(31, 10), devices.opened().get(0).sound());
    assertEquals(1, speaker.unplayedBlocks());
  }

  @Test
  void run_whenTheDeviceGoesAwayAndComesBack_goesOnWithTheStream() {
    Speaker speaker = speaker(MONO);
    devices.onOpen(
        attempt -> {
          if (attempt > 0) {
            play(speaker, block(1, 100 * attempt, 10));
          }
          if (attempt == 3) {
            devices.plugIn();
          }
        });
    devices.onWrite(
        write -> {
          if (write == 0) {
            play(speaker, block(1, 0, 10));
          } else if (write == 2) {
            devices.unplug("it went away");
          } else if (write == 3) {
            play(speaker, block(1, 1_000, 10));
          } else if (write == 5) {
            speaker.stop();
          }
        });
    try (LogLines log = new LogLines(NAME)) {
      speaker.run();
      assertEquals(
          List.of(
              "INFO speaker:test: open, s16/1000/1",
              "INFO speaker:test: stream 00000001 begins, s16/1000/1",
              "INFO speaker:test: stream 00000001 ended, 10 frames played, 1 underruns",
              "WARN speaker:test: it went away; nothing is played, looking again every second",
              "INFO speaker:test: there again, s16/1000/1",
              "INFO speaker:test: stream 00000001 begins, s16/1000/1",
              "INFO speaker:test: stream 00000001 ended, 10 frames played, 1 underruns"),
          log.all());
    }
    assertEquals(numbers(1, 10), devices.opened().get(0).sound());
    assertEquals(numbers(1_001, 10), devices.opened().get(1).sound());
    assertTrue(devices.opened().get(0).isClosed());
    assertEquals(3, speaker.unplayedBlocks());
    assertEquals(20, speaker.stats().playedFrames());
  }

  @Test
  void run_withoutAFormat_followsTheRateOfTheFirstStream_andOfTheNextOnceItEnded() {
    Speaker speaker = speaker(null);
    PcmFormat other = new PcmFormat(2_000, 1, Encoding.S16);
    List<PcmFormat> formats = new ArrayList<>();
    devices.onWrite(
        write -> {
          if (write == 0) {
            play(speaker, block(1, 0, 10));
          } else if (write == 3) {
            play(speaker, of(other, 2, 0, 20, false));
          } else if (write == 4) {
            play(speaker, of(MONO, 1, 10, 10, true));
          } else if (write == 10) {
            play(speaker, of(other, 2, 0, 20, false));
          } else if (write == 15) {
            speaker.stop();
          }
        });
    try (LogLines log = new LogLines(NAME + ": stream 00000002")) {
      speaker.run();
      assertEquals(
          List.of(
              "WARN speaker:test: stream 00000002 is not played: its rate is 2000 Hz, and 1000 Hz"
                  + " is being played",
              "INFO speaker:test: stream 00000002 begins, s16/2000/1",
              "INFO speaker:test: stream 00000002 ended, 20 frames played, 1 underruns"),
          log.all());
    }
    devices.opened().forEach(device -> formats.add(device.format()));
    assertEquals(
        List.of(
            PcmFormat.DEFAULT,
            new PcmFormat(1_000, 2, Encoding.S16),
            new PcmFormat(2_000, 2, Encoding.S16)),
        formats);
    assertEquals(twice(numbers(1, 20)), devices.opened().get(1).sound());
    assertEquals(twice(numbers(1, 20)), devices.opened().get(2).sound());
    assertEquals(40, speaker.stats().playedFrames());
  }

  @Test
  void play_ofAnotherRateThanConfigured_isRefused_saidOnce_eachBlockCounted() {
    Speaker speaker = speaker(MONO);
    PcmFormat other = new PcmFormat(2_000, 1, Encoding.S16);
    try (LogLines log = new LogLines(NAME)) {
      play(speaker, of(other, 7, 0, 10, false));
      play(speaker, of(other, 7, 10, 10, false));
      play(speaker, of(other, 8, 0, 10, false));
      assertEquals(
          List.of(
              "WARN speaker:test: stream 00000007 is not played: its rate is 2000 Hz, and 1000 Hz"
                  + " is being played",
              "WARN speaker:test: stream 00000008 is not played: its rate is 2000 Hz, and 1000 Hz"
                  + " is being played"),
          log.all());
    }
    assertEquals(3, speaker.refusedBlocks());
  }

  @Test
  void openStreams_isNoneOnlyWhenTheLastFramesHaveLeftTheDevicesBuffer() {
    Speaker speaker = speaker(MONO);
    List<Integer> open = new ArrayList<>();
    devices.onWrite(
        write -> {
          open.add(speaker.openStreams());
          if (write == 0) {
            play(speaker, of(MONO, 1, 0, 20, true));
          } else if (write == 20) {
            speaker.stop();
          }
        });
    speaker.run();
    assertEquals(numbers(1, 20), devices.opened().get(0).sound());
    assertEquals(0, open.get(0));
    // Writes 1 and 2 carry it; the device's 40 ms follow at the least.
    for (int write = 1; write <= 2 + 4; write++) {
      assertEquals(1, open.get(write), "before write " + write);
    }
    assertEquals(0, open.get(20));
  }

  @Test
  void run_ofTwoStreamsAtFullScale_saturates() {
    Speaker speaker = speaker(MONO);
    devices.onWrite(
        write -> {
          if (write == 0) {
            play(speaker, full(1, Short.MAX_VALUE));
            play(speaker, full(2, Short.MAX_VALUE));
          } else if (write == 5) {
            play(speaker, full(3, Short.MIN_VALUE));
            play(speaker, full(4, Short.MIN_VALUE));
          } else if (write == 8) {
            speaker.stop();
          }
        });
    speaker.run();
    List<Integer> expected = new ArrayList<>(Collections.nCopies(10, (int) Short.MAX_VALUE));
    expected.addAll(Collections.nCopies(10, (int) Short.MIN_VALUE));
    assertEquals(expected, devices.opened().get(0).sound());
  }

  @Test
  void play_ofAStreamThatIsNotLive_afterTheStop_doesNotWait() throws Exception {
    Speaker speaker = speaker(MONO);
    speaker.stop();
    for (int i = 0; i < 1_000; i++) {
      speaker.play(AudioBlock.builder(MONO).streamId(1).live(false).pcm(new byte[20]));
    }
    assertEquals(0, speaker.stats().playedFrames());
  }

  @Test
  void open_withoutADevice_fails() {
    devices.unplug("no playback device matches 'test'; there are: none");
    AudioDeviceException e = assertThrows(AudioDeviceException.class, () -> speaker(MONO).open());
    assertEquals("no playback device matches 'test'; there are: none", e.getMessage());
  }

  @Test
  void play_ofARateThatTheDeviceRefuses_goesBackToItsUsualOne_andPlaysOtherStreams() {
    devices.refuseRate(768_000);
    Speaker speaker = speaker(null);
    PcmFormat impossible = new PcmFormat(768_000, 1, Encoding.S16);
    PcmFormat usual = new PcmFormat(48_000, 1, Encoding.S16);
    devices.onWrite(
        write -> {
          if (write == 1 || write == 5) {
            play(speaker, of(impossible, write, 0, 10, false));
          } else if (write == 6) {
            play(speaker, of(usual, 2, 0, 480, false));
            play(speaker, of(usual, 2, 480, 480, true));
          } else if (write == 20) {
            speaker.stop();
          }
        });
    speaker.run();
    assertEquals(960, speaker.stats().playedFrames(), speaker.stats()::toString);
    assertEquals(0, speaker.unplayedBlocks());
    assertTrue(speaker.refusedBlocks() > 0);
  }

  private static void play(Speaker speaker, AudioBlock block) {
    try {
      speaker.play(block);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AudioBlock block(int streamId, int from, int frames) {
    return of(MONO, streamId, from, frames, false);
  }

  /** A block whose samples count from 1 at timestamp 0. */
  private static AudioBlock of(PcmFormat format, int streamId, int from, int frames, boolean last) {
    ByteBuffer pcm = ByteBuffer.allocate(2 * frames).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.rangeClosed(from + 1, from + frames).forEach(n -> pcm.putShort((short) n));
    return AudioBlock.builder(format)
        .streamId(streamId)
        .timestamp(from)
        .last(last)
        .pcm(pcm.array());
  }

  private static AudioBlock full(int streamId, short value) {
    ByteBuffer pcm = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    while (pcm.hasRemaining()) {
      pcm.putShort(value);
    }
    return AudioBlock.builder(MONO).streamId(streamId).last(true).pcm(pcm.array());
  }

  private static List<Integer> numbers(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }

  /** On both sides. */
  private static List<Integer> twice(List<Integer> mono) {
    return mono.stream().flatMap(sample -> List.of(sample, sample).stream()).toList();
  }
}
