package io.github.camelaudio.component.radio;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.StatusReport;
import io.github.camelaudio.component.support.StreamSink;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.station.DatagramPace;
import io.github.camelaudio.station.Reception;
import io.github.camelaudio.station.Station;
import io.github.camelaudio.station.StationCounters;
import io.github.camelaudio.station.TcpReception;
import io.github.camelaudio.station.UdpReception;
import io.github.camelaudio.tuner.TcpTuner;
import io.github.camelaudio.tuner.Tuner;
import io.github.camelaudio.tuner.TunerCounters;
import io.github.camelaudio.tuner.UdpTuner;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A station, which whoever connects (TCP) or says hello (UDP) hears from then on, or tuning in to
 * one.
 */
@ManagedResource(description = "Radio")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "radio",
    title = "Radio",
    syntax = "radio:transport://host:port",
    category = {Category.NETWORKING})
public class RadioEndpoint extends DefaultEndpoint implements StreamSink, StatusReport {

  private static final Pattern ADDRESS =
      Pattern.compile("(tcp|udp)://(\\[[^\\]]+]|[^:/\\[]+):([1-9][0-9]{0,4})/?");
  private static final int MAX_LISTED = 1_000;
  private static final int MAX_HELLO = 100;
  private static final int EXPIRE = 30;
  private static final int PCM_EXPIRE = 10;

  /** How listeners come: tcp (they connect) or udp (they say hello). */
  @UriPath(enums = "tcp,udp")
  @Metadata(required = true)
  private String transport = "";

  /** To send: the address to listen on, 0.0.0.0 for all. To tune in: the station's. */
  @UriPath
  @Metadata(required = true)
  private String host = "";

  /** The station's port. */
  @UriPath
  @Metadata(required = true)
  private int port;

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

  /** How many may listen at once, 1 to 100000; others are turned away. */
  @UriParam(label = "producer", defaultValue = "1000")
  private int maxListeners = 1_000;

  /**
   * How far one listener may lag, in milliseconds of sound, 20 to 60000, before its oldest blocks
   * are dropped; the others are untouched.
   */
  @UriParam(label = "producer", defaultValue = "500")
  private int listenerMillis = 500;

  /**
   * A listener whose connection accepts no data for this many seconds is disconnected, 1 to 3600.
   */
  @UriParam(label = "producer", defaultValue = "10")
  private int stallSeconds = 10;

  /** Whether the source is held back while there is no listener, so that the first hears it all. */
  @UriParam(label = "producer")
  private boolean waitForListener;

  /**
   * Over UDP, a listener that has not said hello for so many seconds is gone, 2 to 86400, with the
   * wire pcm from 10; unless it is set, 30, with the wire pcm 10. 0 for listeners that say it only
   * once, as the tutorial's does: with the wire pcm only addresses of local networks are served
   * then (loopback, link-local, RFC 1918, RFC 4193).
   */
  @UriParam(label = "producer", defaultValueNote = "30, with the wire pcm 10")
  private @Nullable Integer expireSeconds;

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

  /**
   * The longest pause between two attempts to reach the station, in milliseconds, 100 to 600000.
   */
  @UriParam(label = "consumer", defaultValue = "5000")
  private int reconnectMillis = 5_000;

  private final StationCounters counters = new StationCounters();
  private final TunerCounters tunerCounters = new TunerCounters();
  private volatile @Nullable Station station;
  private boolean hadStation;
  private int users;

  public RadioEndpoint(String uri, RadioComponent component) {
    super(uri, component);
  }

  /** Takes the endpoint's URI apart, after its scheme. */
  void address(String remaining) {
    Matcher address = ADDRESS.matcher(remaining);
    if (!address.matches() || Integer.parseInt(address.group(3)) > 65_535) {
      throw new IllegalArgumentException(
          "radio:"
              + remaining
              + ": name transport, host and port, as in radio:tcp://0.0.0.0:9610 or"
              + " radio:udp://192.168.1.20:9610");
    }
    transport = address.group(1);
    host = address.group(2);
    port = Integer.parseInt(address.group(3));
  }

  /** Refuses options outside their range, and wires that the transport cannot carry. */
  void check() {
    OptionValues.range("maxListeners", maxListeners, 1, 100_000);
    OptionValues.range("listenerMillis", listenerMillis, 20, 60_000);
    OptionValues.range("stallSeconds", stallSeconds, 1, 3_600);
    OptionValues.range("datagramFrames", datagramFrames, 1, WireCodecs.MAX_DATAGRAM_FRAMES);
    OptionValues.range("reconnectMillis", reconnectMillis, 100, 600_000);
    int expire = expiry();
    if (expire != 0) {
      OptionValues.range("expireSeconds", expire, 2, 86_400);
    }
    if (isUdp() && wire == Wire.PCM && expire != 0 && expire < PCM_EXPIRE) {
      throw OptionValues.refuse(
          "expireSeconds",
          expire,
          "with wire=pcm allowed are 0 and "
              + PCM_EXPIRE
              + " to 86400: its listeners say hello every 3 to 5 seconds");
    }
    if (isUdp() && !wire.hasDatagrams()) {
      throw OptionValues.refuse(
          "wire", wire.name().toLowerCase(Locale.ROOT), "over udp allowed are rtp, pcm");
    }
    if (hello != null && (hello.isEmpty() || hello.length() > MAX_HELLO)) {
      throw OptionValues.refuse("hello", hello, "allowed are 1 to " + MAX_HELLO + " characters");
    }
    if (format != null) {
      OptionValues.format("format", format);
    }
  }

  /** After how many seconds a listener is gone; 0 for never. */
  private int expiry() {
    return expireSeconds != null ? expireSeconds : wire == Wire.PCM ? PCM_EXPIRE : EXPIRE;
  }

  private Transport transport() {
    return isUdp() ? Transport.UDP : Transport.TCP;
  }

  private boolean isUdp() {
    return transport.equals("udp");
  }

  WireCodecs codecs() {
    WireCodecs codecs = getCamelContext().getRegistry().findSingleByType(WireCodecs.class);
    if (codecs == null) {
      throw new IllegalStateException("the context has lost its audioCodecs");
    }
    return codecs;
  }

  private @Nullable PcmFormat configuredFormat() {
    return format == null ? null : OptionValues.format("format", format);
  }

  /** What the wire carries, where it does not say it. */
  private PcmFormat wireFormat() {
    PcmFormat configured = configuredFormat();
    return configured == null ? codecs().format(wire) : configured;
  }

  // ---- the station

  @Override
  public Producer createProducer() {
    codecs().checkFormats();
    return new RadioProducer(this);
  }

  /** Puts the station on the air with the first route that uses it; the others share it. */
  synchronized Station acquire() throws Exception {
    Station running = station;
    if (running == null || users == 0) {
      InetSocketAddress address = new InetSocketAddress(bareHost(), port);
      if (address.isUnresolved()) {
        throw new IllegalArgumentException(
            "cannot listen on " + reportName() + ": no address is known for the name " + host);
      }
      running =
          new Station(
              reportName(),
              new Station.Limits(maxListeners, listenerMillis, stallSeconds),
              codecs().encoder(wire, transport(), wireFormat(), datagramFrames),
              isUdp() && wire == Wire.PCM
                  ? new DatagramPace(wireFormat(), SystemClock.INSTANCE)
                  : null,
              codecs(),
              counters,
              this::newThread,
              SystemClock.INSTANCE);
      running.open(reception(running), address);
      station = running;
      hadStation = true;
    }
    users++;
    return running;
  }

  private Reception reception(Station running) {
    return isUdp()
        ? new UdpReception(running, wire, helloText(), expiry(), SystemClock.INSTANCE)
        : new TcpReception(running);
  }

  private String helloText() {
    return hello == null ? "Hello" : hello;
  }

  /** Takes the station off the air with the last route. */
  synchronized void release() {
    users--;
    Station last = station;
    if (users == 0 && last != null) {
      last.close();
      station = null;
    }
  }

  Thread newThread(Runnable task) {
    return getCamelContext().getExecutorServiceManager().newThread(reportName(), task);
  }

  // ---- tuning in

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    codecs().checkFormats();
    RadioConsumer made = new RadioConsumer(this, processor);
    configureConsumer(made);
    return made;
  }

  Tuner newTuner(EventLoop loop, Tuner.Program program) {
    Tuner.Target target =
        new Tuner.Target(
            reportName(), InetSocketAddress.createUnresolved(bareHost(), port), reconnectMillis);
    Tuner.Decoders decoders =
        () -> codecs().decoder(wire, transport(), wire.saysFormat() ? rtpFormat() : wireFormat());
    if (isUdp()) {
      String text = hello == null && wire == Wire.RTP ? null : helloText();
      return new UdpTuner(target, decoders, program, tunerCounters, loop, text);
    }
    return new TcpTuner(
        target,
        decoders,
        program,
        tunerCounters,
        loop,
        hello,
        wire == Wire.RTP || wire == Wire.PYAUDIO);
  }

  /** For senders that are not ours, whose packets may not say it. */
  private @Nullable PcmFormat rtpFormat() {
    PcmFormat configured = configuredFormat();
    return configured == null ? codecs().configuredFormat(wire) : configured;
  }

  private String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  // ---- what there is to see

  @Override
  public int openStreams() {
    Station running = station;
    return running != null && running.isBehind() ? 1 : 0;
  }

  @Override
  public boolean mustFinish() {
    Station running = station;
    return running != null && running.holdsWaiting();
  }

  @Override
  public String reportName() {
    return "radio:" + transport + "://" + host + ":" + port;
  }

  @Override
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    if (hadStation) {
      report.put("listeners", getListeners());
      report.put("joinedListeners", getJoinedListeners());
      report.put("turnedAwayListeners", getTurnedAwayListeners());
      report.put("disconnectedListeners", getDisconnectedListeners());
      report.put("sentBlocks", getSentBlocks());
      report.put("unheardBlocks", getUnheardBlocks());
      report.put("droppedBlocks", getDroppedBlocks());
      report.put("busySends", getBusySends());
      report.put("refusedBlocks", getRefusedBlocks());
    }
    if (tunerCounters.began) {
      report.put("state", getStationState());
      report.put("receivedBlocks", getReceivedBlocks());
      report.put("stateChanges", getStateChanges());
    }
    return report;
  }

  @Override
  public String summary() {
    String sent =
        !hadStation
            ? ""
            : getSentBlocks()
                + " blocks to "
                + getJoinedListeners()
                + " listeners, "
                + getDroppedBlocks()
                + " dropped for those who lagged, "
                + getTurnedAwayListeners()
                + " listeners turned away, "
                + getDisconnectedListeners()
                + " disconnected";
    String received =
        !tunerCounters.began
            ? ""
            : getReceivedBlocks()
                + " blocks heard, "
                + getStateChanges()
                + " changes of the station";
    return sent + (sent.isEmpty() || received.isEmpty() ? "" : "; ") + received;
  }

  @ManagedAttribute(description = "Listeners now")
  public int getListeners() {
    return counters.listeners.get();
  }

  @ManagedAttribute(description = "Listeners that came, ever")
  public long getJoinedListeners() {
    return counters.joined.sum();
  }

  @ManagedAttribute(description = "Listeners for whom there was no room")
  public long getTurnedAwayListeners() {
    return counters.turnedAway.sum();
  }

  @ManagedAttribute(description = "Listeners that were disconnected because they accepted no data")
  public long getDisconnectedListeners() {
    return counters.disconnected.sum();
  }

  @ManagedAttribute(description = "Blocks that went on the air")
  public long getSentBlocks() {
    return counters.blocks.sum();
  }

  @ManagedAttribute(description = "Blocks that nobody listened to")
  public long getUnheardBlocks() {
    return counters.unheard.sum();
  }

  @ManagedAttribute(description = "How often the system had no room for a datagram over UDP")
  public long getBusySends() {
    return counters.busySends.sum();
  }

  @ManagedAttribute(description = "Blocks dropped for listeners that lagged, each for each")
  public long getDroppedBlocks() {
    return counters.dropped.sum();
  }

  @ManagedAttribute(description = "Blocks that the wire cannot carry")
  public long getRefusedBlocks() {
    return counters.refusedBlocks.sum();
  }

  @ManagedOperation(description = "Each listener's address, what is queued for it and what it lost")
  public List<String> listListeners() {
    Station running = station;
    return running == null ? List.of() : running.listeners(MAX_LISTED);
  }

  @ManagedAttribute(description = "Of the station tuned in to: NEW, UP or AWAY")
  public String getStationState() {
    return tunerCounters.state.name();
  }

  @ManagedAttribute(description = "Blocks heard from the station")
  public long getReceivedBlocks() {
    return tunerCounters.blocks.sum();
  }

  @ManagedAttribute(description = "How often the station came or went away")
  public long getStateChanges() {
    return tunerCounters.changes.sum();
  }

  public String getTransport() {
    return transport;
  }

  public void setTransport(String transport) {
    this.transport = transport;
  }

  public String getHost() {
    return host;
  }

  public void setHost(String host) {
    this.host = host;
  }

  public int getPort() {
    return port;
  }

  public void setPort(int port) {
    this.port = port;
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

  public int getMaxListeners() {
    return maxListeners;
  }

  public void setMaxListeners(int maxListeners) {
    this.maxListeners = maxListeners;
  }

  public int getListenerMillis() {
    return listenerMillis;
  }

  public void setListenerMillis(int listenerMillis) {
    this.listenerMillis = listenerMillis;
  }

  public int getStallSeconds() {
    return stallSeconds;
  }

  public void setStallSeconds(int stallSeconds) {
    this.stallSeconds = stallSeconds;
  }

  public boolean isWaitForListener() {
    return waitForListener;
  }

  public void setWaitForListener(boolean waitForListener) {
    this.waitForListener = waitForListener;
  }

  public @Nullable Integer getExpireSeconds() {
    return expireSeconds;
  }

  public void setExpireSeconds(@Nullable Integer expireSeconds) {
    this.expireSeconds = expireSeconds;
  }

  public int getDatagramFrames() {
    return datagramFrames;
  }

  public void setDatagramFrames(int datagramFrames) {
    this.datagramFrames = datagramFrames;
  }

  public int getReconnectMillis() {
    return reconnectMillis;
  }

  public void setReconnectMillis(int reconnectMillis) {
    this.reconnectMillis = reconnectMillis;
  }
}
