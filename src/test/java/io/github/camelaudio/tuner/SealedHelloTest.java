package io.github.camelaudio.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.github.camelaudio.wire.rtp.HelloMessage.Cookie;
import io.github.camelaudio.wire.rtp.HelloMessage.Kind;
import io.github.camelaudio.wire.rtp.HelloSeal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tuner with a key; the test is the station. */
class SealedHelloTest {

  private static final String NAME = "radio:udp://station:9610";
  private static final InetSocketAddress US =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_000);

  private final LogLines log = new LogLines(NAME);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final TunerCounters counters = new TunerCounters();
  private final SharedKey anna = new SharedKey("anna", new byte[SharedKey.BYTES]);
  private final SharedKey other = new SharedKey("other", new byte[] {1});
  private final KeyRing ring = new KeyRing(List.of(anna), anna);
  private final HelloSeal seal = new HelloSeal(() -> ring);
  private final UdpTuner tuner =
      new UdpTuner(
          new Tuner.Target(NAME, () -> InetSocketAddress.createUnresolved("station", 9_610), 2_000),
          ChannelInboundHandlerAdapter::new,
          block -> {},
          counters,
          channel.eventLoop(),
          null,
          () -> ring);

  @BeforeEach
  void tuneIn() {
    channel.freezeTime();
    tuner.prepare(channel);
    tuner.connected(channel);
  }

  @AfterEach
  void close() {
    log.close();
    channel.finishAndReleaseAll();
  }

  private void says(Kind kind, Cookie cookie) {
    ByteBuf said = Objects.requireNonNull(channel.<ByteBuf>readOutbound(), "nothing was said");
    assertThat(seal.keyOf(said, HelloSeal.Side.LISTENER)).isSameAs(anna);
    assertThat(HelloSeal.read(said)).isEqualTo(new HelloMessage(kind, cookie, 0));
    said.release();
  }

  private void answer(Kind kind, Cookie cookie, SharedKey key, HelloSeal.Side side) {
    HelloMessage message = new HelloMessage(kind, cookie, 30);
    receive(seal.write(message, side, key, channel.alloc()));
  }

  private void receive(ByteBuf bytes) {
    channel.writeInbound(new DatagramPacket(bytes, US));
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void eachHello_isSealed_alsoARenewal_andTheLeaving() {
    Cookie cookie = new Cookie(1, 2);
    says(Kind.HELLO, Cookie.NONE);
    answer(Kind.COOKIE, cookie, anna, HelloSeal.Side.STATION);
    says(Kind.HELLO, cookie);
    answer(Kind.WELCOME, cookie, anna, HelloSeal.Side.STATION);
    assertThat(counters.state).isEqualTo(Tuner.State.UP);
    channel.advanceTimeBy(10, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    says(Kind.HELLO, cookie);
    tuner.leaving(channel);
    says(Kind.LEAVE, cookie);
  }

  @Test
  void answerWithoutTheKey_orFromTheOtherSide_changesNothing() {
    channel.releaseOutbound();
    Cookie cookie = new Cookie(1, 2);
    for (int i = 0; i < 2; i++) {
      for (Kind kind : Kind.values()) {
        receive(new HelloMessage(kind, cookie, 30).write(channel.alloc()));
        answer(kind, cookie, other, HelloSeal.Side.STATION);
        answer(kind, cookie, anna, HelloSeal.Side.LISTENER);
      }
      assertThat(channel.<Object>readOutbound()).isNull();
      assertThat(counters.state).isEqualTo(Tuner.State.NEW);
      answer(Kind.COOKIE, cookie, anna, HelloSeal.Side.STATION); // and once more, knowing that
      channel.releaseOutbound();
    }
    answer(Kind.WELCOME, cookie, anna, HelloSeal.Side.STATION);
    assertThat(counters.state).isEqualTo(Tuner.State.UP);
  }

  @Test
  void answerOfAnEarlierConversation_sentAgain_changesNothing() {
    channel.releaseOutbound();
    answer(Kind.COOKIE, new Cookie(3, 4), anna, HelloSeal.Side.STATION);
    says(Kind.HELLO, new Cookie(3, 4));
    answer(Kind.WELCOME, new Cookie(1, 2), anna, HelloSeal.Side.STATION);
    answer(Kind.FULL, new Cookie(1, 2), anna, HelloSeal.Side.STATION);
    assertThat(counters.state).isEqualTo(Tuner.State.NEW);
  }

  @Test
  void noAnswer_saysThatItMayBeTheKey() {
    for (int i = 0; i < 20; i++) {
      channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
    assertThat(log.all())
        .singleElement()
        .asString()
        .contains("away (no answer; does the station have another key, or none?)");
  }
}
