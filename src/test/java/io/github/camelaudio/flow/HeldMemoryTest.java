package io.github.camelaudio.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeldMemoryTest {

  private static final int MEBIBYTE = 1 << 20;

  private final AtomicLong most = new AtomicLong(10L * MEBIBYTE);
  private final HeldMemory memory = new HeldMemory(most::get);
  private final HeldMemory.Holder big = memory.open();
  private final HeldMemory.Holder other = memory.open();

  @Test
  void oneHolder_hasAllThereIs_andNotAByteMore() {
    assertThat(big.take(10 * MEBIBYTE)).isTrue();
    assertThat(big.isFull()).isTrue();
    assertThat(big.take(1)).isFalse();
    assertThat(memory.bytes()).isEqualTo(10 * MEBIBYTE);
  }

  @Test
  void others_haveTheirOwn_whateverOneHolds() {
    big.take(10 * MEBIBYTE);
    assertThat(other.isFull()).isFalse();
    assertThat(other.take(2 * MEBIBYTE)).isTrue();
    assertThat(other.take(1)).isFalse();
    assertThat(memory.bytes()).isEqualTo(12 * MEBIBYTE);
  }

  @Test
  void whatIsGivenBack_isThereForOthers() {
    big.take(10 * MEBIBYTE);
    other.take(2 * MEBIBYTE);
    big.take(-4 * MEBIBYTE);
    assertThat(other.take(2 * MEBIBYTE)).isTrue();
    assertThat(other.take(1)).isFalse();
    other.take(-4 * MEBIBYTE);
    big.take(-6 * MEBIBYTE);
    assertThat(memory.bytes()).isZero();
  }

  @Test
  void theMost_isAskedOnce_whenItIsNeeded() {
    most.set(3 * MEBIBYTE);
    big.take(2 * MEBIBYTE);
    most.set(4 * MEBIBYTE);
    assertThat(big.take(2 * MEBIBYTE)).isTrue();
    most.set(100 * MEBIBYTE);
    assertThat(big.take(1)).isFalse();
  }

  private static AudioBlock mebibyte(long stream, boolean live) {
    return AudioBlock.builder(PcmFormat.DEFAULT)
        .streamId(stream)
        .live(live)
        .pcm(new byte[MEBIBYTE]);
  }

  @Test
  void aQueueThatFindsNone_dropsTheOldestLiveBlocks_andLetsOthersWait() {
    big.take(10 * MEBIBYTE);
    BlockQueue queue = BlockQueue.ofStreams(60_000, 8 * MEBIBYTE, other, new FakeClock());
    for (int stream = 0; stream < 6; stream++) {
      assertThat(queue.offer(mebibyte(stream, true))).isEqualTo(BlockQueue.Put.TAKEN);
    }
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.droppedBlocks()).isEqualTo(4);
    assertThat(queue.offer(mebibyte(7, false))).isEqualTo(BlockQueue.Put.FULL);
    assertThat(memory.bytes()).isEqualTo(12 * MEBIBYTE);
    big.take(-5 * MEBIBYTE);
    assertThat(queue.offer(mebibyte(7, false))).isEqualTo(BlockQueue.Put.TAKEN);
    assertThat(queue.clear()).isEqualTo(3);
    assertThat(memory.bytes()).isEqualTo(5 * MEBIBYTE);
  }
}
