package io.github.camelaudio.component.radio;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.CopiedConfiguration;
import io.github.camelaudio.discovery.ServiceNames;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.station.Station;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code radio:}. */
@UriParams
public class RadioConfiguration extends CopiedConfiguration {

  private static final int MAX_HELLO = 100;
  private static final Duration EXPIRE = ofSeconds(30);
  private static final Duration PCM_EXPIRE = ofSeconds(10);
  private static final Duration MAX_EXPIRE = Duration.ofDays(1);

  /**
   * What goes over the network: rtp, ours; pyshine and pyaudio (over TCP), and pcm, those of the
   * Python tutorial.
   */
  @UriParam(label = "common", defaultValue = "RTP", enums = "RTP,PYSHINE,PYAUDIO,PCM")
  private Wire wire = Wire.RTP;

  /**
   * What the wire carries and does not say: encoding/rate/channels; for pyshine the rate and
   * channels. Unless it is set, that of the property audio.WIRE.format, else s16/44100/2, as the
   * tutorial has it.
   */
  @UriParam(label = "common", defaultValueNote = "s16/44100/2 where the wire does not say it")
  private @Nullable String format;

  /**
   * Over UDP, the text that a listener says first, for the wire pcm. To tune in to another
   * program's server, over any transport and wire: what to say to it first.
   */
  @UriParam(label = "common", defaultValueNote = "Hello for the wire pcm over UDP")
  private @Nullable String hello;

  /**
   * The name under which the station is announced, 1 to 40 bytes. Unless it is set, that of the
   * property audio.name, else the host's name and the port.
   */
  @UriParam(label = "producer", defaultValueNote = "audio.name, else the host's name and the port")
  private @Nullable String name;

  /** How many may listen at once, 1 to 100000; others are turned away. */
  @UriParam(label = "producer", defaultValue = "1000")
  private int maxListeners = 1_000;

  /**
   * How many of them may be of one host, 1 to 100000: an IPv4 address, or an IPv6 network (/64).
   * Others of it are turned away. It does not hold for this machine itself.
   */
  @UriParam(label = "producer", defaultValue = "32")
  private int maxListenersPerHost = 32;

  /**
   * How far one listener may lag, 20ms to 60s of sound, before its oldest blocks are dropped; the
   * others are untouched.
   */
  @UriParam(label = "producer", defaultValue = "500ms")
  private Duration queue = ofMillis(500);

  /** A listener whose connection accepts no data for this long is disconnected, 1s to 1h. */
  @UriParam(label = "producer", defaultValue = "10s")
  private Duration stall = ofSeconds(10);

  /** Whether the source is held back while there is no listener, so that the first hears it all. */
  @UriParam(label = "producer")
  private boolean waitForListener;

  /**
   * Over UDP, a listener that has not said hello for this long is removed, 2s to 24h, with the wire
   * pcm from 10s; unless it is set, 30s, with the wire pcm 10s. 0 for listeners that say it only
   * once, as the tutorial's does: with the wire pcm only addresses of local networks are served
   * then (loopback, link-local, RFC 1918, RFC 4193).
   */
  @UriParam(label = "producer", defaultValueNote = "30s, with the wire pcm 10s")
  private @Nullable Duration expire;

  /**
   * Over UDP with the wire pcm, how many frames each datagram has, 1 to 65507, and never more than
   * 65507 bytes: 10240, as the tutorial's server sends, whose listeners queue 100 datagrams while
   * they wait 5 seconds. A source fills one before it goes out, which at 44.1 kHz takes 232 ms;
   * fewer are heard sooner, and up to 360 frames of s16 stereo stay below a usual link's 1500
   * bytes. A file that is not paced goes out one datagram at a time, each when the one before has
   * sounded.
   */
  @UriParam(label = "producer", defaultValue = "10240")
  private int datagramFrames = WireCodecs.TUTORIAL_DATAGRAM_FRAMES;

  /** The longest pause between two attempts to reach the station, 100ms to 10m. */
  @UriParam(label = "consumer", defaultValue = "5s")
  private Duration reconnect = ofSeconds(5);

  /** Refuses options outside their range, and wires that the transport cannot carry. */
  void check(Transport transport) {
    OptionValues.range("maxListeners", maxListeners, 1, 100_000);
    OptionValues.range("maxListenersPerHost", maxListenersPerHost, 1, 100_000);
    OptionValues.range("queue", queue, ofMillis(20), ofSeconds(60));
    OptionValues.rangeOfSeconds("stall", stall, ofSeconds(1), Duration.ofHours(1));
    OptionValues.range("datagramFrames", datagramFrames, 1, WireCodecs.MAX_DATAGRAM_FRAMES);
    OptionValues.range("reconnect", reconnect, ofMillis(100), ofMinutes(10));
    boolean udp = transport == Transport.UDP;
    checkExpiry(udp && wire == Wire.PCM);
    if (udp && !wire.hasDatagrams()) {
      throw OptionValues.refuse(
          "wire", wire.name().toLowerCase(Locale.ROOT), "over udp allowed are rtp, pcm");
    }
    if (hello != null && (hello.isEmpty() || hello.length() > MAX_HELLO)) {
      throw OptionValues.refuse("hello", hello, "allowed are 1 to " + MAX_HELLO + " characters");
    }
    if (name != null) {
      ServiceNames.check("name", name);
    }
    pcmFormat();
  }

  private void checkExpiry(boolean pcmDatagrams) {
    Duration effective = effectiveExpire();
    if (effective.isZero()) {
      return;
    }
    OptionValues.rangeOfSeconds("expire", effective, ofSeconds(2), MAX_EXPIRE);
    if (pcmDatagrams && effective.compareTo(PCM_EXPIRE) < 0) {
      throw OptionValues.refuse(
          "expire",
          OptionValues.text(effective),
          "with wire=pcm allowed are 0 and "
              + OptionValues.text(PCM_EXPIRE)
              + " to "
              + OptionValues.text(MAX_EXPIRE)
              + ": its listeners say hello every 3 to 5 seconds");
    }
  }

  /** After how long a listener that says no hello is removed; zero for never. */
  private Duration effectiveExpire() {
    return expire != null ? expire : wire == Wire.PCM ? PCM_EXPIRE : EXPIRE;
  }

  int expireSeconds() {
    return (int) effectiveExpire().toSeconds();
  }

  int reconnectMillis() {
    return (int) reconnect.toMillis();
  }

  Station.Limits limits() {
    return new Station.Limits(
        maxListeners, maxListenersPerHost, (int) queue.toMillis(), (int) stall.toSeconds());
  }

  /** The format that was set; null when the wire's own counts. */
  @Nullable PcmFormat pcmFormat() {
    return format == null ? null : OptionValues.format("format", format);
  }

  String helloText() {
    return hello == null ? "Hello" : hello;
  }

  public Wire getWire() {
    return wire;
  }

  public void setWire(Wire wire) {
    this.wire = wire;
  }

  public @Nullable String getFormat() {
    return format;
  }

  public void setFormat(@Nullable String format) {
    this.format = format;
  }

  public @Nullable String getHello() {
    return hello;
  }

  public void setHello(@Nullable String hello) {
    this.hello = hello;
  }

  public @Nullable String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name;
  }

  public int getMaxListeners() {
    return maxListeners;
  }

  public void setMaxListeners(int maxListeners) {
    this.maxListeners = maxListeners;
  }

  public int getMaxListenersPerHost() {
    return maxListenersPerHost;
  }

  public void setMaxListenersPerHost(int maxListenersPerHost) {
    this.maxListenersPerHost = maxListenersPerHost;
  }

  public Duration getQueue() {
    return queue;
  }

  public void setQueue(Duration queue) {
    this.queue = queue;
  }

  public Duration getStall() {
    return stall;
  }

  public void setStall(Duration stall) {
    this.stall = stall;
  }

  public boolean isWaitForListener() {
    return waitForListener;
  }

  public void setWaitForListener(boolean waitForListener) {
    this.waitForListener = waitForListener;
  }

  public @Nullable Duration getExpire() {
    return expire;
  }

  public void setExpire(@Nullable Duration expire) {
    this.expire = expire;
  }

  public int getDatagramFrames() {
    return datagramFrames;
  }

  public void setDatagramFrames(int datagramFrames) {
    this.datagramFrames = datagramFrames;
  }

  public Duration getReconnect() {
    return reconnect;
  }

  public void setReconnect(Duration reconnect) {
    this.reconnect = reconnect;
  }
}
