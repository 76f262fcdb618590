package io.github.camelaudio.wire.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.Heard;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.socket.HeldReads;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sender that said the end of its stream, and is read once a second since then. */
class PickleIdleTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/44100/2");
  private static final byte[] END = message(0);
  private static final byte[] SOUND = message(4_096);

  private final WireCounters counters = new WireCounters();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters);
  private final UnfinishedMessages unfinished = new UnfinishedMessages(5_000);
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final EmbeddedChannel idle = connection();

  private EmbeddedChannel connection() {
    EmbeddedChannel made =
        new EmbeddedChannel(
            new PickleDecoder(FORMAT, 65_536, malformed, unfinished, counters, new FakeClock()));
    made.freezeTime();
    return made;
  }

  private static byte[] message(int bytes) {
    byte[] pickle = new TestPickle(3).bytes(new byte[bytes]).stop().toBytes();
    byte[] message = new byte[8 + pickle.length];
    message[0] = (byte) pickle.length;
    message[1] = (byte) (pickle.length >> 8);
    System.arraycopy(pickle, 0, message, 8, pickle.length);
    return message;
  }

  private static void write(EmbeddedChannel to, byte[] bytes) {
    ByteBuf read = to.alloc().buffer().writeBytes(bytes);
    to.writeInbound(read);
  }

  private void begin() {
    write(idle, END);
    assertThat(idle.config().isAutoRead()).isFalse();
    write(idle, Arrays.copyOf(SOUND, 3_000));
  }

  private void advance(int seconds) {
    idle.advanceTimeBy(seconds, TimeUnit.SECONDS);
    idle.runScheduledPendingTasks();
  }

  @AfterEach
  void close() {
    idle.finishAndReleaseAll();
    log.close();
  }

  @Test
  void aMessageThatStaysIncomplete_isReadAsItComesAfterTenSeconds_andRefusedTenLater() {
    begin();
    advance(9);
    assertThat(idle.config().isAutoRead()).isFalse();
    advance(1);
    assertThat(idle.config().isAutoRead()).isTrue();
    advance(9);
    assertThat(idle.isOpen()).isTrue();
    advance(1);
    assertThat(idle.isOpen()).isFalse();
    assertThat(unfinished.bytes()).isZero();
    assertThat(log.lines().get(0)).contains("a packet stayed incomplete for 10 seconds");
  }

  @Test
  void aMessageThatTakesLong_isHeard() {
    begin();
    advance(11);
    write(idle, Arrays.copyOfRange(SOUND, 3_000, SOUND.length));
    assertThat(Heard.of(idle).told()).containsExactly("s16/44100/2: 1024");
    advance(60);
    assertThat(idle.isOpen()).isTrue();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void whileWhatCameBeforeFindsNoRoom_itIsNotRefused() {
    begin();
    HeldReads.hold(idle);
    advance(60);
    assertThat(idle.isOpen()).isTrue();
    HeldReads.release(idle);
    advance(10);
    assertThat(idle.isOpen()).isFalse();
  }

  @Test
  void whereUnfinishedMessagesTakeTooMuch_itIsRefusedAsOthersAre() {
    begin();
    EmbeddedChannel other = connection();
    write(other, Arrays.copyOf(SOUND, 3_000));
    idle.runPendingTasks();
    assertThat(idle.isOpen()).isFalse();
    assertThat(log.lines().get(0)).contains("that was incomplete longest");
    assertThat(unfinished.bytes()).isEqualTo(3_000);
    assertThat(other.isOpen()).isTrue();
    other.finishAndReleaseAll();
  }
}
