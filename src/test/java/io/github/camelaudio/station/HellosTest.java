package io.github.camelaudio.station;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.github.camelaudio.wire.rtp.HelloMessage.Cookie;
import io.github.camelaudio.wire.rtp.HelloMessage.Kind;
import io.github.camelaudio.wire.rtp.HelloSeal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HellosTest {

  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_610);
  private static final InetSocketAddress THERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5_000);
  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private final SharedKey anna = new SharedKey("anna", new byte[SharedKey.BYTES]);
  private final SharedKey bert = new SharedKey("bert", new byte[] {1});
  private KeyRing ring = new KeyRing(List.of(anna, bert), bert);
  private final HelloSeal listener = new HelloSeal(() -> new KeyRing(List.of(anna), anna));
  private final Hellos station = new Hellos(Wire.RTP, "Hello", () -> ring, new FakeClock());
  private final Hellos open = new Hellos(Wire.RTP, "Hello", null, new FakeClock());

  private static Hellos.Hello read(Hellos hellos, ByteBuf bytes) {
    DatagramPacket datagram = new DatagramPacket(bytes, HERE, THERE);
    try {
      return hellos.read(datagram);
    } finally {
      datagram.release();
    }
  }

  private ByteBuf sealed(Kind kind, Cookie cookie) {
    HelloMessage message = new HelloMessage(kind, cookie, 0);
    return listener.write(message, HelloSeal.Side.LISTENER, ALLOCATOR);
  }

  private static ByteBuf bare(Kind kind, Cookie cookie) {
    return new HelloMessage(kind, cookie, 0).write(ALLOCATOR);
  }

  @Test
  void sealedHello_asksForACookie_thenForAWelcome_thenLeaves() {
    Hellos.Hello first = read(station, sealed(Kind.HELLO, Cookie.NONE));
    assertThat(first).isEqualTo(new Hellos.Hello(Hellos.Request.COOKIE, Cookie.NONE, anna, ""));
    Cookie cookie = station.cookie(THERE).cookie();
    assertThat(read(station, sealed(Kind.HELLO, cookie)).request())
        .isEqualTo(Hellos.Request.WELCOME);
    assertThat(read(station, sealed(Kind.LEAVE, cookie)).request()).isEqualTo(Hellos.Request.LEAVE);
  }

  @Test
  void answer_isSealedWithTheKeyOfTheHello_andNoLongerThanThat() {
    Hellos.Hello hello = read(station, sealed(Kind.HELLO, Cookie.NONE));
    ByteBuf answer = station.answer(hello.answer(Kind.FULL, 0), hello, ALLOCATOR);
    assertThat(listener.keyOf(answer, HelloSeal.Side.STATION)).isSameAs(anna);
    assertThat(answer.readableBytes()).isEqualTo(HelloSeal.SIZE_BYTES);
    answer.release();
  }

  @Test
  void answer_hasTheCookieOfItsHello_onlyWhereThatProvedTheAddress() {
    Cookie cookie = station.cookie(THERE).cookie();
    assertThat(read(station, sealed(Kind.HELLO, cookie)).answer(Kind.WELCOME, 30))
        .isEqualTo(new HelloMessage(Kind.WELCOME, cookie, 30));
    Cookie forged = new Cookie(1, 2);
    assertThat(read(station, sealed(Kind.HELLO, forged)).answer(Kind.FULL, 0).cookie())
        .isEqualTo(Cookie.NONE);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void messageWithoutAKey_orWithARemovedOne_asksForNothing_alsoWithACookie(Kind kind) {
    Cookie cookie = station.cookie(THERE).cookie();
    Hellos.Hello bare = read(station, bare(kind, cookie));
    assertThat(bare.request()).isEqualTo(Hellos.Request.NOTHING);
    assertThat(bare.problem()).startsWith("a hello without a key, but this station has a key file");
    ring = new KeyRing(List.of(bert), bert);
    Hellos.Hello removed = read(station, sealed(kind, cookie));
    assertThat(removed.request()).isEqualTo(Hellos.Request.NOTHING);
    assertThat(removed.problem()).contains("a key that is not in this station's key file");
    assertThat(station.holds(anna)).isFalse();
    assertThat(station.holds(bert)).isTrue();
  }

  @Test
  void answerOfAStation_isNoHello() {
    HelloMessage message = new HelloMessage(Kind.HELLO, Cookie.NONE, 0);
    ByteBuf reflected = listener.write(message, HelloSeal.Side.STATION, ALLOCATOR);
    assertThat(read(station, reflected).request()).isEqualTo(Hellos.Request.NOTHING);
  }

  @Test
  void stationWithoutKeys_takesAHelloWithoutOne_andSaysWhyNoOther() {
    assertThat(read(open, bare(Kind.HELLO, Cookie.NONE)))
        .isEqualTo(new Hellos.Hello(Hellos.Request.COOKIE, Cookie.NONE, null, ""));
    Hellos.Hello sealed = read(open, sealed(Kind.HELLO, open.cookie(THERE).cookie()));
    assertThat(sealed.request()).isEqualTo(Hellos.Request.NOTHING);
    assertThat(sealed.problem()).startsWith("a hello with a key, but this station has no key file");
  }

  @Test
  void tutorialsHello_isItsText() {
    Hellos pcm = new Hellos(Wire.PCM, "Hi", null, new FakeClock());
    assertThat(read(pcm, text("Hi")).request()).isEqualTo(Hellos.Request.WELCOME);
    assertThat(read(pcm, text("Ho")).problem()).isEqualTo("a datagram that is no hello");
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}
