package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImplicitStreamTest {

  private static final PcmFormat MONO = PcmFormat.parse("u8/48000/1");
  private static final PcmFormat OTHER = PcmFormat.parse("s16/48000/1");

  private final ImplicitStream numbering = new ImplicitStream();
  private final List<Object> out = new ArrayList<>();

  @Test
  void next_givesBlocksOneAfterTheOther() {
    AudioBlock first = next(MONO, 7);
    AudioBlock second = next(MONO, 5);
    assertEquals(first.streamId(), second.streamId());
    assertEquals((first.sequence() + 1) & 0xFFFF, second.sequence());
    assertEquals(first.timestamp() + 7, second.timestamp());
    assertEquals(AudioBlock.NO_CAPTURE_TIME, second.captureEpochNanos());
    assertFalse(second.last());
  }

  @Test
  void next_after65536Blocks_isAtTheSameSequenceNumberAgain() {
    AudioBlock first = next(MONO, 1);
    AudioBlock block = first;
    for (int i = 0; i < 1 << 16; i++) {
      AudioBlock following = next(MONO, 1);
      assertEquals((block.sequence() + 1) & 0xFFFF, following.sequence());
      block = following;
    }
    assertEquals(first.sequence(), block.sequence());
    assertEquals(first.timestamp() + (1 << 16), block.timestamp());
  }

  @Test
  void next_after32BitsOfFrames_isAtTheSameTimestampAgain() {
    byte[] pcm = new byte[1 << 24];
    int timestamp = next(MONO, pcm).timestamp();
    for (int i = 1; i < 1 << 8; i++) {
      assertEquals(timestamp + i * pcm.length, next(MONO, pcm).timestamp());
    }
    assertEquals(timestamp, next(MONO, pcm).timestamp());
  }

  @Test
  void end_isAnEmptyLastBlockAfterTheOthers() {
    AudioBlock block = next(MONO, 7);
    AudioBlock end = end();
    assertTrue(end.last());
    assertEquals(0, end.frames());
    assertEquals(MONO, end.format());
    assertEquals(block.streamId(), end.streamId());
    assertEquals((block.sequence() + 1) & 0xFFFF, end.sequence());
    assertEquals(block.endTimestamp(), end.timestamp());
  }

  @Test
  void end_withoutAStream_givesNothing() {
    numbering.end(out);
    assertTrue(out.isEmpty());
    next(MONO, 1);
    end();
    numbering.end(out);
    assertTrue(out.isEmpty());
  }

  @Test
  void next_afterAnEnd_isAnotherStream() {
    Set<Long> ids = new HashSet<>();
    Set<Integer> timestamps = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      AudioBlock block = next(MONO, 1);
      ids.add(block.streamId());
      timestamps.add(block.timestamp());
      assertTrue(block.streamId() >= 0 && block.streamId() <= 0xFFFF_FFFFL);
      end();
    }
    assertTrue(ids.size() > 98, "of a hundred are different: " + ids.size());
    assertTrue(timestamps.size() > 98, "of a hundred are different: " + timestamps.size());
  }

  @Test
  void next_ofAnotherFormat_endsTheStreamAndBeginsAnother() {
    AudioBlock first = next(MONO, 7);
    numbering.next(OTHER, new byte[4], true, out);
    assertEquals(2, out.size());
    AudioBlock end = (AudioBlock) out.get(0);
    AudioBlock second = (AudioBlock) out.get(1);
    assertTrue(end.last());
    assertEquals(first.streamId(), end.streamId());
    assertEquals(MONO, end.format());
    assertEquals(OTHER, second.format());
    assertEquals(2, second.frames());
    assertFalse(second.last());
  }

  @Test
  void continues_isTrueOfTheFormatOfAStreamThatHasBegun() {
    assertFalse(numbering.continues(MONO));
    next(MONO, 1);
    assertTrue(numbering.continues(MONO));
    assertFalse(numbering.continues(OTHER));
    end();
    assertFalse(numbering.continues(MONO));
  }

  @Test
  void end_isLiveAsTheLatestBlock() {
    for (boolean live : new boolean[] {true, false}) {
      numbering.next(MONO, new byte[1], !live, out);
      numbering.next(MONO, new byte[1], live, out);
      numbering.next(OTHER, new byte[2], !live, out);
      List<Boolean> lives = out.stream().map(each -> ((AudioBlock) each).live()).toList();
      assertEquals(List.of(!live, live, live, !live), lives);
      numbering.end(out);
      out.clear();
    }
  }

  private AudioBlock next(PcmFormat format, int bytes) {
    return next(format, new byte[bytes]);
  }

  private AudioBlock next(PcmFormat format, byte[] pcm) {
    numbering.next(format, pcm, true, out);
    return only();
  }

  private AudioBlock end() {
    numbering.end(out);
    return only();
  }

  private AudioBlock only() {
    assertEquals(1, out.size());
    AudioBlock block = (AudioBlock) out.remove(0);
    return block;
  }
}
