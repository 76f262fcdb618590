package io.github.camelaudio.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class AudioBlockTest {

  private static final PcmFormat STEREO = new PcmFormat(48_000, 2, Encoding.S16);

  @Test
  void pcm_ofWholeFrames_countsThem() {
    AudioBlock block = AudioBlock.builder(STEREO).pcm(new byte[12]);
    assertEquals(3, block.frames());
    assertEquals(12, block.sizeBytes());
  }

  @Test
  void pcm_ofPartialFrame_isRefusedWithNumbers() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> AudioBlock.builder(STEREO).pcm(new byte[13]));
    assertEquals(
        "13 bytes are no whole number of frames of 4 bytes (s16/48000/2)", refused.getMessage());
  }

  @Test
  void pcm_isReadOnlyLittleEndianAndFreshEachTime() {
    AudioBlock block = AudioBlock.builder(STEREO).pcm(new byte[] {1, 2, 3, 4});
    ByteBuffer view = block.pcm();
    assertEquals(ByteOrder.LITTLE_ENDIAN, view.order());
    assertEquals(0x0201, view.getShort());
    assertThrows(ReadOnlyBufferException.class, () -> view.put(0, (byte) 9));
    assertEquals(0, block.pcm().position());
  }

  @Test
  void toByteArray_isACopy() {
    AudioBlock block = AudioBlock.builder(STEREO).pcm(new byte[] {1, 2, 3, 4});
    block.toByteArray()[0] = 99;
    assertArrayEquals(new byte[] {1, 2, 3, 4}, block.toByteArray());
  }

  @Test
  void streamId_isUnsigned() {
    AudioBlock block = AudioBlock.builder(STEREO).streamId(-1).empty();
    assertEquals(0xFFFF_FFFFL, block.streamId());
    assertEquals("ffffffff", block.streamName());
    assertEquals("0000002a", AudioBlock.nameOf(42));
  }

  @Test
  void sequence_isSixteenBits() {
    assertEquals(65_535, AudioBlock.builder(STEREO).sequence(-1).empty().sequence());
    assertEquals(0, AudioBlock.builder(STEREO).sequence(65_536).empty().sequence());
  }

  @Test
  void endTimestamp_wraps() {
    AudioBlock block = AudioBlock.builder(STEREO).timestamp(-2).pcm(new byte[12]);
    assertEquals(1, block.endTimestamp());
    assertEquals("AudioBlock[00000000 s16/48000/2 t=4294967294 frames=3]", block.toString());
  }

  @Test
  void builder_ofNothingMore_isLiveAndNeitherLastNorCaptured() {
    AudioBlock block = AudioBlock.builder(STEREO).empty();
    assertTrue(block.live());
    assertFalse(block.last());
    assertEquals(AudioBlock.NO_CAPTURE_TIME, block.captureEpochNanos());
    assertEquals(0, block.frames());
  }

  @Test
  void builder_usedOn_leavesEarlierBlocksAlone() {
    AudioBlock.Builder builder = AudioBlock.builder(STEREO).sequence(1);
    AudioBlock first = builder.empty();
    AudioBlock second = builder.sequence(2).last(true).empty();
    assertEquals(1, first.sequence());
    assertFalse(first.last());
    assertEquals(2, second.sequence());
  }

  @Test
  void decode_ofSomeFrames_givesTheirFloats() {
    AudioBlock block =
        AudioBlock.builder(STEREO).pcm(new byte[] {0, 1, 0, 2, 0, 64, 0, -64, 0, 3, 0, 4});
    float[] out = {9, 9, 9, 9};
    block.decode(1, 1, out, 1);
    assertArrayEquals(new float[] {9, 0.5f, -0.5f, 9}, out);
  }

  @Test
  void toBuilder_copiesAllButTheSamples() {
    AudioBlock block =
        AudioBlock.builder(STEREO)
            .streamId(7)
            .sequence(65_535)
            .timestamp(-2)
            .captureEpochNanos(5)
            .live(false)
            .last(true)
            .pcm(new byte[8]);
    AudioBlock copy = block.toBuilder().pcm(new byte[4]);
    assertEquals(1, copy.frames());
    assertEquals(block.toBuilder().pcm(block.toByteArray()).toString(), block.toString());
    assertEquals(7, copy.streamId());
    assertEquals(65_535, copy.sequence());
    assertEquals(5, copy.captureEpochNanos());
    assertFalse(copy.live());
    assertTrue(copy.last());
    assertTrue(block.asLive().live());
    assertTrue(block.asLive().last());
  }

  @Test
  void end_isTheEmptyBlockAfterIt() {
    AudioBlock end =
        AudioBlock.builder(STEREO)
            .streamId(7)
            .sequence(65_535)
            .timestamp(-2)
            .captureEpochNanos(5)
            .live(false)
            .pcm(new byte[8])
            .end();
    assertEquals("AudioBlock[00000007 s16/48000/2 t=0 frames=0 last]", end.toString());
    assertEquals(0, end.sequence());
    assertEquals(AudioBlock.NO_CAPTURE_TIME, end.captureEpochNanos());
    assertFalse(end.live());
  }

  @Test
  void continues_withinATolerance_overTheWrap_inTheSameFormat() {
    AudioBlock before = AudioBlock.builder(STEREO).timestamp(-2).pcm(new byte[8]);
    AudioBlock next = AudioBlock.builder(STEREO).timestamp(0).pcm(new byte[8]);
    AudioBlock later = AudioBlock.builder(STEREO).timestamp(10).pcm(new byte[8]);
    assertTrue(next.continues(before, 0));
    assertFalse(later.continues(before, 9));
    assertTrue(later.continues(before, 10));
    assertTrue(before.continues(next, 4), "either way");
    PcmFormat mono = new PcmFormat(48_000, 1, Encoding.S16);
    assertFalse(AudioBlock.builder(mono).timestamp(0).pcm(new byte[8]).continues(before, 0));
  }
}
