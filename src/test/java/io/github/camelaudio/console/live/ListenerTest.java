package io.github.camelaudio.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.console.socket.Places;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Messages of 10 ms are 1920 bytes here. */
class ListenerTest {

  private static final Buffer MESSAGE = Buffer.buffer(new byte[1_920]);

  private final FakeSink sink = new FakeSink();
  private final FakeLoop loop = new FakeLoop();
  private final FakeClock clock = new FakeClock();
  private final ListenCounts counts = new ListenCounts(new Places(1, 1, "listeners"));
  private final Listener listener = new Listener(sink, loop, counts, clock);

  private void offer(int messages) {
    for (int i = 0; i < messages; i++) {
      clock.advanceMillis(10);
      listener.offer(PcmFormat.DEFAULT, MESSAGE);
    }
  }

  @Test
  void fastConnection_getsAll() {
    offer(100);
    assertThat(sink.written).hasSize(100);
    assertThat(counts.sentBytes.sum()).isEqualTo(192_000);
    assertThat(counts.leftOutFrames.sum()).isZero();
  }

  @Test
  void slowConnection_losesTheOldest_andGetsTheRestWhenItHasRoom() {
    sink.room = 5;
    offer(25);
    assertThat(counts.leftOutFrames.sum()).isEqualTo(5 * 480);
    sink.room = Integer.MAX_VALUE;
    listener.deliver();
    assertThat(sink.written).hasSize(20);
    assertThat(sink.ended).isNull();
  }

  @Test
  void connectionThatTakesNothing_isAborted_afterThirtySecondsOfLoss() {
    sink.room = 0;
    offer(3_000);
    assertThat(sink.ended).isNull();
    offer(20);
    assertThat(sink.aborted).isTrue();
    assertThat(sink.ended).contains("too slow");
  }

  @Test
  void end_waitsForWhatWasOffered() {
    sink.room = 0;
    offer(2);
    listener.end("over");
    assertThat(sink.ended).isNull();
    sink.room = 10;
    listener.deliver();
    assertThat(sink.written).hasSize(2);
    assertThat(sink.ended).isEqualTo("over");
    assertThat(sink.aborted).isFalse();
    loop.later.forEach(Runnable::run);
    assertThat(sink.aborted).isFalse();
  }

  @Test
  void end_ofAClientThatReadsNoMore_isAnAbort() {
    sink.room = 0;
    offer(2);
    listener.end("over");
    loop.later.forEach(Runnable::run);
    assertThat(sink.aborted).isTrue();
  }

  @Test
  void end_beforeAnySound_closes() {
    listener.end("over");
    assertThat(sink.ended).isEqualTo("over");
    assertThat(sink.format).isNull();
  }
}
