package io.github.camelaudio.console.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MixerTapsTest {

  private static final String ROOM = "mixer:room";
  private static final String DESK = "speaker:default";

  private final Studio studio = new Studio();
  private final List<Runnable> threads = new ArrayList<>();
  private final MixerTaps taps = new MixerTaps(studio, studio.clock, threads::add);

  private void play(int times) {
    studio.play(times, taps::tick);
  }

  private void begin() {
    studio.start(ROOM);
    studio.start(DESK);
    studio.speak(ROOM, 0x0a, 0.25);
    studio.speak(ROOM, 0x0b, 0.5);
    studio.speak(DESK, 0x0a1b2c3dL, 0.125);
    play(10);
  }

  @Test
  void listen_toAMixOrAStream_hearsThat_fromTheNextTurnOn() {
    begin();
    Ear mix = new Ear();
    Ear stream = new Ear();
    Ear bare = new Ear();
    taps.listen(ROOM, mix);
    taps.listen(ROOM + "/0000000b", stream);
    taps.listen("0a1b2c3d", bare);
    play(1);
    assertEquals(0, mix.frames, "it is tapped now");
    play(20);
    assertEquals("9600 9600 9600", mix.frames + " " + stream.frames + " " + bare.frames);
    assertEquals(0.75f, mix.latest);
    assertEquals(0.5f, stream.latest);
    assertEquals(0.125f, bare.latest);
    assertEquals(0, taps.leftOutFrames());
  }

  @Test
  void listen_toWhatIsNotThere_saysWhatThereIs() {
    begin();
    NoSuchElementException e =
        assertThrows(
            NoSuchElementException.class, () -> taps.listen(DESK + "/0000000b", new Ear()));
    assertEquals(
        "there is no sound 'speaker:default/0000000b'; there are mixer:room, speaker:default,"
            + " mixer:room/0000000a, mixer:room/0000000b, speaker:default/0a1b2c3d",
        e.getMessage());
    assertThrows(NoSuchElementException.class, () -> taps.listen("", new Ear()));
    assertThrows(NoSuchElementException.class, () -> taps.listen("/0a1b2c3d", new Ear()));
    studio.mixers.clear();
    e = assertThrows(NoSuchElementException.class, () -> taps.listen("0a1b2c3d", new Ear()));
    assertEquals(
        "there is no sound '0a1b2c3d'; there are none: no speaker or mixer runs", e.getMessage());
    assertEquals(0, threads.size(), "nobody listens");
  }

  @Test
  void close_endsTheTap_whenNobodyListensAnyMore() {
    begin();
    Ear one = new Ear();
    Ear two = new Ear();
    SoundTaps.Subscription first = taps.listen(DESK, one);
    SoundTaps.Subscription second = taps.listen(DESK, two);
    play(5);
    first.close();
    first.close();
    play(5);
    second.close();
    play(5);
    assertEquals(4 * 480, one.frames);
    assertEquals(9 * 480, two.frames);
    assertEquals(0, one.ends + two.ends, "they know");
    taps.listen(DESK, one);
    play(1);
    assertEquals(4 * 480, one.frames, "what was played meanwhile was not kept");
  }

  @Test
  void thread_runsWhileSomebodyListens_andEndsAfterwards() {
    begin();
    SoundTaps.Subscription first = taps.listen(DESK, new Ear());
    taps.listen(ROOM, new Ear()).close();
    assertEquals(1, threads.size());
    first.close();
    threads.get(0).run(); // returns, as nobody listens
    taps.listen(DESK, new Ear());
    assertEquals(2, threads.size());
  }

  @Test
  void outputThatIsMadeAgain_isFollowedByItsName_andItsStreamToo() {
    begin();
    Ear mix = new Ear();
    Ear stream = new Ear();
    taps.listen(DESK, mix);
    taps.listen(DESK + "/0a1b2c3d", stream);
    play(50);
    studio.mixers.remove(DESK);
    play(50);
    studio.start(DESK);
    play(100);
    assertEquals(0, mix.ends + stream.ends);
    assertTrue(mix.frames >= 480 * 125, mix.frames + " frames");
    assertTrue(stream.frames >= 480 * 125, stream.frames + " frames");
    assertEquals(0.125f, stream.latest);
  }

  @Test
  void streamThatEnds_andOutputThatIsGone_endTheirListening_once() {
    begin();
    Ear mix = new Ear();
    Ear stream = new Ear();
    taps.listen(DESK, mix);
    taps.listen("0000000b", stream);
    play(10);
    studio.stop(ROOM, 0x0b);
    play(290);
    assertEquals(0, stream.ends, "a second without a block, and two more");
    play(60);
    assertEquals("1 0", stream.ends + " " + mix.ends);
    studio.mixers.remove(DESK);
    play(250);
    assertEquals("1 1", stream.ends + " " + mix.ends);
  }

  @Test
  void listenerThatFails_isRemoved_andTheOthersHear() {
    begin();
    SoundListener failing =
        new SoundListener() {
          @Override
          public void samples(PcmFormat format, float[] samples, int frames) {
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void ended() {
            throw new AssertionError("it is not called again");
          }
        };
    Ear other = new Ear();
    taps.listen(DESK, failing);
    taps.listen(DESK, other);
    play(10);
    assertEquals(9 * 480, other.frames);
  }

  @Test
  void consoleThatIsTooSlow_losesWhatFindsNoRoom_counted_andHearsOnAfterwards() {
    begin();
    Ear mix = new Ear();
    taps.listen(ROOM, mix);
    play(1);
    int periods = OutputTap.LEAST_SAMPLES / 960;
    studio.play(periods + 7, () -> {});
    assertEquals(7 * 480, taps.leftOutFrames());
    taps.tick();
    assertEquals(periods * 480L, mix.frames);
    play(3);
    assertEquals((periods + 3) * 480L, mix.frames);
    assertEquals(7 * 480, mix.lost);
    assertEquals(0.75f, mix.latest);
  }

  @Test
  void listenToAll_hearsEveryStreamAndMix_alsoOfOutputsThatComeLater() {
    begin();
    TreeMap<String, Integer> frames = new TreeMap<>();
    SoundTaps.Subscription everything =
        taps.listenToAll(
            (output, id, format, samples, count) ->
                frames.merge(Source.nameOf(output, id), count, Integer::sum));
    play(3);
    assertEquals(
        "{mixer:room=960, mixer:room/0000000a=960, mixer:room/0000000b=960, speaker:default=960,"
            + " speaker:default/0a1b2c3d=960}",
        frames.toString());
    Mixer later = studio.start("mixer:later");
    play(30);
    assertTrue(frames.containsKey("mixer:later"));
    everything.close();
    frames.clear();
    play(3);
    assertEquals("{}", frames.toString());
    assertEquals(0, later.activeStreams());
  }
}
