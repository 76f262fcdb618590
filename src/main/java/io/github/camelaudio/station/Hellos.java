package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.github.camelaudio.wire.rtp.HelloMessage.Cookie;
import io.github.camelaudio.wire.rtp.HelloSeal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What datagrams to a station over UDP ask for, and what it answers. With keys only what is sealed
 * with one of them counts, and has an answer; each answer is sealed with the same. Any thread.
 */
final class Hellos {

  private final Wire wire;
  private final String text;
  private final @Nullable Supplier<KeyRing> keys;
  private final @Nullable HelloSeal seal;
  private final Cookies cookies;

  /**
   * @param text the hello of a wire without one of its own
   * @param keys null when the station has none
   */
  Hellos(Wire wire, String text, @Nullable Supplier<KeyRing> keys, AudioClock clock) {
    this.wire = wire;
    this.text = text;
    this.keys = keys;
    this.seal = keys == null ? null : new HelloSeal(keys);
    this.cookies = new Cookies(clock);
  }

  /** What a hello asks for. */
  enum Request {
    NOTHING,
    COOKIE,
    WELCOME,
    LEAVE
  }

  /**
   * A datagram that was read.
   *
   * @param cookie that proved its address; the answer has it, too
   * @param key that sealed it; null for none
   * @param problem why it asks for nothing; empty otherwise
   */
  record Hello(Request request, Cookie cookie, @Nullable SharedKey key, String problem) {
    static Hello none(String problem) {
      return new Hello(Request.NOTHING, Cookie.NONE, null, problem);
    }

    /** The answer to it: the listener knows by its cookie that it is no answer of before. */
    HelloMessage answer(HelloMessage.Kind kind, int leaseSeconds) {
      return new HelloMessage(kind, cookie, leaseSeconds);
    }
  }

  Hello read(DatagramPacket datagram) {
    ByteBuf content = datagram.content();
    if (!wire.provesListeners()) {
      return content.toString(StandardCharsets.UTF_8).equals(text)
          ? new Hello(Request.WELCOME, Cookie.NONE, null, "")
          : Hello.none("a datagram that is no hello");
    }
    HelloMessage sealed = HelloSeal.read(content);
    HelloMessage message = sealed == null ? HelloMessage.read(content) : sealed;
    if (message == null) {
      return Hello.none("a datagram that is no hello");
    }
    if (seal == null) {
      return sealed == null
          ? asked(datagram.sender(), message, null)
          : Hello.none(
              "a hello with a key, but this station has no key file: copy the listener's to here");
    }
    if (sealed == null) {
      return Hello.none(
          "a hello without a key, but this station has a key file: copy it to the listener");
    }
    SharedKey key = seal.keyOf(content, HelloSeal.Side.LISTENER);
    return key == null
        ? Hello.none("a hello with a key that is not in this station's key file")
        : asked(datagram.sender(), message, key);
  }

  /** Cookies are checked on several loops. */
  private synchronized Hello asked(
      InetSocketAddress sender, HelloMessage message, @Nullable SharedKey key) {
    Cookie cookie = message.cookie();
    boolean proven = cookies.matches(sender, cookie);
    return switch (message.kind()) {
      case HELLO ->
          proven
              ? new Hello(Request.WELCOME, cookie, key, "")
              : new Hello(Request.COOKIE, Cookie.NONE, key, "");
      case LEAVE ->
          proven
              ? new Hello(Request.LEAVE, cookie, key, "")
              : Hello.none("a datagram that is no hello");
      case COOKIE, WELCOME, FULL -> Hello.none("a datagram that is no hello");
    };
  }

  synchronized HelloMessage cookie(InetSocketAddress address) {
    return new HelloMessage(HelloMessage.Kind.COOKIE, cookies.issue(address), 0);
  }

  /** A fresh buffer with an answer to a hello. */
  ByteBuf answer(HelloMessage message, Hello hello, ByteBufAllocator allocator) {
    return seal == null || hello.key == null
        ? message.write(allocator)
        : seal.write(message, HelloSeal.Side.STATION, hello.key, allocator);
  }

  /** Whether a key, if there is one, still is in the file. */
  boolean holds(@Nullable SharedKey key) {
    return key == null || keys == null || keys.get().has(key);
  }
}
