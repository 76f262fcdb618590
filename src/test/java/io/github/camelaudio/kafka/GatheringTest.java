package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GatheringTest {

  private static final PcmFormat FORMAT = new PcmFormat(1_000, 1, Encoding.U8);

  private final List<String> queued = new ArrayList<>();
  private final CountDownLatch waits = new CountDownLatch(1);
  private final CountDownLatch room = new CountDownLatch(1);
  private boolean full;
  private final Gathering gathering = new Gathering(20, this::offer);

  private boolean offer(AudioBlock block, boolean mayWait) throws InterruptedException {
    if (full && !block.live()) {
      if (!mayWait) {
        return false;
      }
      waits.countDown();
      room.await();
    }
    synchronized (queued) {
      queued.add(block.streamId() + ":" + block.sequence() + "+" + block.frames());
    }
    return true;
  }

  private static AudioBlock block(int stream, int number, boolean live, boolean last) {
    return AudioBlock.builder(FORMAT)
        .streamId(stream)
        .sequence(number)
        .timestamp(10 * number)
        .live(live)
        .last(last)
        .pcm(new byte[10]);
  }

  private boolean take(int stream, int number, boolean live, boolean mayWait)
      throws InterruptedException {
    return gathering.take(block(stream, number, live, false), mayWait, 0);
  }

  @Test
  void liveBlocks_doNotWaitForAStreamThatWaitsForRoom() throws Exception {
    full = true;
    Thread file =
        new Thread(
            () -> {
              try {
                take(1, 0, false, true);
                take(1, 1, false, true);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    file.start();
    waits.await();
    take(2, 0, true, true);
    take(2, 1, true, false);
    gathering.passPaused(TimeUnit.SECONDS.toNanos(1));
    assertThat(queued).containsExactly("2:0+20");
    room.countDown();
    file.join();
    assertThat(queued).containsExactly("2:0+20", "1:0+20");
  }

  @Test
  void blockWithoutRoom_isOfferedAgain_andNothingIsLost() throws Exception {
    full = true;
    assertThat(take(1, 0, false, false)).isTrue();
    assertThat(take(1, 1, false, false)).isTrue();
    assertThat(take(1, 2, false, false)).isFalse();
    full = false;
    assertThat(take(1, 2, false, false)).isTrue();
    gathering.passAll();
    assertThat(queued).containsExactly("1:0+20", "1:2+10");
  }

  @Test
  void liveEndOfAStreamThatWaited_comesAfterIt() throws Exception {
    take(1, 0, false, true);
    gathering.take(block(1, 1, true, true), false, 0);
    assertThat(queued).containsExactly("1:0+10", "1:1+10");
  }

  @Test
  void streamThatPauses_isPassedAfterTwiceTheTime() throws Exception {
    take(1, 0, true, true);
    gathering.passPaused(TimeUnit.MILLISECONDS.toNanos(40));
    assertThat(queued).isEmpty();
    gathering.passPaused(TimeUnit.MILLISECONDS.toNanos(41));
    assertThat(queued).containsExactly("1:0+10");
  }
}
