package io.github.camelaudio.tuner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test is the station. */
class UdpTunerTest {

  private static final String NAME = "radio:udp://station:9610";
  private static final HelloMessage.Cookie COOKIE = new HelloMessage.Cookie(1, 2);
  private static final InetSocketAddress US =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_000);

  private final LogLines log = new LogLines(NAME);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final TunerCounters counters = new TunerCounters();
  private UdpTuner tuner = tuner(null);

  private UdpTuner tuner(@Nullable String text) {
    return new UdpTuner(
        new Tuner.Target(NAME, () -> InetSocketAddress.createUnresolved("station", 9_610), 2_000),
        ChannelInboundHandlerAdapter::new,
        block -> {},
        counters,
        channel.eventLoop(),
        text,
        null);
  }

  @AfterEach
  void close() {
    log.close();
    channel.finishAndReleaseAll();
  }

  private void tuneIn() {
    channel.freezeTime();
    tuner.prepare(channel);
    tuner.connected(channel);
  }

  private void answer(HelloMessage.Kind kind, HelloMessage.Cookie cookie, int leaseSeconds) {
    ByteBuf bytes = new HelloMessage(kind, cookie, leaseSeconds).write(channel.alloc());
    channel.writeInbound(new DatagramPacket(bytes, US));
  }

  private void giveCookie() {
    answer(HelloMessage.Kind.COOKIE, COOKIE, 0);
  }

  /** The answer to a hello with the cookie. */
  private void welcome(int leaseSeconds) {
    answer(HelloMessage.Kind.WELCOME, COOKIE, leaseSeconds);
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private void says(HelloMessage.Kind kind, HelloMessage.Cookie cookie) {
    ByteBuf sent = channel.readOutbound();
    assertNotNull(sent, "nothing was said");
    assertEquals(new HelloMessage(kind, cookie, 0), HelloMessage.read(sent));
    sent.release();
  }

  private void saysNothing() {
    assertNull(channel.readOutbound());
  }

  @Test
  void hello_isSaidAgainWithTheCookieThatTheStationGave_andThenRenewed() {
    tuneIn();
    says(HelloMessage.Kind.HELLO, HelloMessage.Cookie.NONE);
    giveCookie();
    says(HelloMessage.Kind.HELLO, COOKIE);
    welcome(30);
    assertEquals(List.of("INFO " + NAME + ": tuned in"), log.all());
    pass(9_999);
    saysNothing();
    pass(1);
    says(HelloMessage.Kind.HELLO, COOKIE);
    answer(HelloMessage.Kind.COOKIE, new HelloMessage.Cookie(3, 4), 0);
    says(HelloMessage.Kind.HELLO, new HelloMessage.Cookie(3, 4));
    answer(HelloMessage.Kind.WELCOME, new HelloMessage.Cookie(3, 4), 30);
    pass(10_000);
    says(HelloMessage.Kind.HELLO, new HelloMessage.Cookie(3, 4));
    assertEquals(1, counters.changes.sum());
  }

  @Test
  void hello_withoutAnAnswer_isSaidWithGrowingPauses_andTheStationIsAway() {
    tuneIn();
    for (int pause : new int[] {100, 200, 400, 800, 1_600, 2_000, 2_000}) {
      says(HelloMessage.Kind.HELLO, HelloMessage.Cookie.NONE);
      pass(pause - 1);
      saysNothing();
      pass(1);
    }
    assertEquals(
        List.of(
            "WARN "
                + NAME
                + ": away (no answer; does it run, is this machine in its audio.accept, has it a key file?); trying again, with pauses of up to 2.0 s"),
        log.all());
    giveCookie();
    welcome(30);
    assertEquals(2, counters.changes.sum());
    assertEquals(Tuner.State.UP, counters.state);
  }

  @Test
  void renewal_thatIsLost_isRepeatedSoon() {
    tuneIn();
    giveCookie();
    welcome(30);
    pass(10_000);
    pass(10_000);
    channel.releaseOutbound();
    pass(100);
    says(HelloMessage.Kind.HELLO, COOKIE);
    welcome(30);
    pass(10_000);
    assertEquals(1, counters.changes.sum());
  }

  @Test
  void stationThatIsFull_isAway_untilItIsNot() {
    tuneIn();
    giveCookie();
    answer(HelloMessage.Kind.FULL, COOKIE, 0);
    pass(100);
    answer(HelloMessage.Kind.FULL, COOKIE, 0);
    pass(200);
    welcome(30);
    assertEquals(
        List.of(
            "WARN " + NAME + ": away (it is full); trying again, with pauses of up to 2.0 s",
            "INFO " + NAME + ": back"),
        log.all());
  }

  @Test
  void answersThatNobodyAskedFor_changeNothing() {
    tuneIn();
    giveCookie();
    channel.releaseOutbound();
    for (int i = 0; i < 1_000; i++) {
      welcome(30);
      answer(HelloMessage.Kind.FULL, COOKIE, 0);
      answer(HelloMessage.Kind.COOKIE, new HelloMessage.Cookie(5, i), 0);
    }
    assertEquals(1, counters.changes.sum());
    saysNothing();
  }

  /** Sent by who does not see our hello, or again by who saw an earlier answer. */
  @Test
  void answerWithoutTheCookieOfOurHello_changesNothing() {
    tuneIn();
    for (int i = 0; i < 2; i++) {
      for (HelloMessage.Cookie cookie :
          List.of(HelloMessage.Cookie.NONE, new HelloMessage.Cookie(1, 3))) {
        answer(HelloMessage.Kind.WELCOME, cookie, 30);
        answer(HelloMessage.Kind.FULL, cookie, 0);
      }
      assertEquals(Tuner.State.NEW, counters.state);
      giveCookie();
    }
    welcome(30);
    assertEquals(Tuner.State.UP, counters.state);
  }

  @Test
  void stationThatAnswersEachHelloWithANewCookie_isAnsweredOnceForEachOfOurOwn() {
    tuneIn();
    for (int pause : new int[] {100, 200, 400}) {
      channel.releaseOutbound();
      answer(HelloMessage.Kind.COOKIE, new HelloMessage.Cookie(6, pause), 0);
      says(HelloMessage.Kind.HELLO, new HelloMessage.Cookie(6, pause));
      answer(HelloMessage.Kind.COOKIE, new HelloMessage.Cookie(7, pause), 0);
      saysNothing();
      pass(pause);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3000",
    "-1, 3000",
    "1, 500",
    "2, 666",
    "30, 10000",
    "86400, 10000",
    "2147483647, 10000",
    "-2147483648, 3000",
  })
  void renewal_isNeverTooSoon_norSoLateThatANewStationWouldNotNotice(int lease, int millis) {
    tuneIn();
    giveCookie();
    welcome(lease);
    channel.releaseOutbound();
    pass(millis - 1);
    saysNothing();
    pass(1);
    says(HelloMessage.Kind.HELLO, COOKIE);
  }

  @Test
  void leaving_saysSo_withTheCookie() {
    tuneIn();
    giveCookie();
    welcome(30);
    channel.releaseOutbound();
    tuner.leaving(channel);
    says(HelloMessage.Kind.LEAVE, COOKIE);
    pass(60_000);
    saysNothing();
  }

  @Test
  void text_isSaidUntilSoundComes_andNowAndThen() {
    tuner = tuner("Hello");
    tuneIn();
    pass(100);
    pass(200);
    assertEquals(List.of("Hello", "Hello", "Hello"), List.of(text(), text(), text()));
    assertEquals(0, counters.changes.sum());
    datagram();
    assertEquals(Tuner.State.NEW, counters.state);
    sound();
    assertEquals(Tuner.State.UP, counters.state);
    pass(2_999);
    saysNothing();
    pass(1);
    assertEquals("Hello", text());
  }

  @Test
  void soundThatCameAllTheTime_andStops_asksForAHelloInHalfASecond_thenWithGrowingPauses() {
    tuneIn();
    giveCookie();
    welcome(30);
    channel.releaseOutbound();
    soundFor(2_000);
    saysNothing();
    silence(400);
    saysNothing();
    silence(100);
    for (int pause : new int[] {100, 200, 400}) {
      says(HelloMessage.Kind.HELLO, COOKIE);
      pass(pause - 1);
      saysNothing();
      pass(1);
    }
    channel.releaseOutbound();
    welcome(30);
    pass(9_999);
    saysNothing();
  }

  /** Such as datagrams under another key, or somebody's noise. */
  @Test
  void datagramsThatBringNoBlock_doNotHideThatTheSoundHasStopped() {
    tuneIn();
    giveCookie();
    welcome(30);
    soundFor(2_000);
    channel.releaseOutbound();
    for (int i = 0; i < 5; i++) {
      saysNothing();
      datagram();
      pass(SoundWatch.STEP_MILLIS);
    }
    says(HelloMessage.Kind.HELLO, COOKIE);
  }

  @Test
  void stationThatWasStartedAnew_isTunedInToInHalfASecond() {
    tuneIn();
    giveCookie();
    welcome(30);
    soundFor(2_000);
    channel.releaseOutbound();
    silence(500);
    says(HelloMessage.Kind.HELLO, COOKIE);
    HelloMessage.Cookie ofTheNewOne = new HelloMessage.Cookie(3, 4);
    answer(HelloMessage.Kind.COOKIE, ofTheNewOne, 0);
    says(HelloMessage.Kind.HELLO, ofTheNewOne);
    answer(HelloMessage.Kind.WELCOME, ofTheNewOne, 30);
    soundFor(2_000);
    saysNothing();
    assertEquals(1, counters.changes.sum());
  }

  @Test
  void stream_thatEnds_asksForNoHello() {
    tuneIn();
    giveCookie();
    welcome(30);
    soundFor(2_000);
    channel.releaseOutbound();
    AudioBlock end = AudioBlock.builder(PcmFormat.DEFAULT).last(true).empty();
    tuner.received(end);
    silence(5_000);
    saysNothing();
  }

  @Test
  void text_isSaidAtOnce_whenItsSoundStops() {
    tuner = tuner("Hello");
    tuneIn();
    soundFor(2_000);
    channel.releaseOutbound();
    silence(400);
    saysNothing();
    silence(100);
    assertEquals("Hello", text());
    pass(100);
    assertEquals("Hello", text());
    sound();
    pass(2_999);
    saysNothing();
  }

  @Test
  void textStation_thatPausesForSeconds_isNotAway_untilItIsSilentForLonger() {
    tuner = tuner("Hello");
    tuneIn();
    soundFor(2_000);
    silence(5_000);
    sound();
    assertEquals(1, counters.changes.sum());
    silence(30_000);
    assertEquals(Tuner.State.AWAY, counters.state);
  }

  private void soundFor(int millis) {
    for (int i = 0; i < millis; i += SoundWatch.STEP_MILLIS) {
      sound();
      pass(SoundWatch.STEP_MILLIS);
    }
  }

  private void sound() {
    tuner.received(AudioBlock.builder(PcmFormat.DEFAULT).pcm(new byte[4]));
  }

  /** One of which the decoder, which is none here, makes no block. */
  private void datagram() {
    channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(new byte[100]), US));
    channel.releaseInbound();
  }

  private void silence(int millis) {
    for (int i = 0; i < millis; i += SoundWatch.STEP_MILLIS) {
      pass(SoundWatch.STEP_MILLIS);
    }
  }

  private String text() {
    ByteBuf sent = channel.readOutbound();
    assertNotNull(sent, "nothing was said");
    String text = sent.toString(StandardCharsets.UTF_8);
    sent.release();
    return text;
  }
}
