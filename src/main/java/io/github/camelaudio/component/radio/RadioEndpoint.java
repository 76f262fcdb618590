package io.github.camelaudio.component.radio;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.ContextSecurity;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.flow.StreamSink;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.station.DatagramPace;
import io.github.camelaudio.station.ListenerAcceptor;
import io.github.camelaudio.station.Station;
import io.github.camelaudio.station.StationCounters;
import io.github.camelaudio.station.TcpAcceptor;
import io.github.camelaudio.station.UdpAcceptor;
import io.github.camelaudio.tuner.TcpTuner;
import io.github.camelaudio.tuner.Tuner;
import io.github.camelaudio.tuner.TunerCounters;
import io.github.camelaudio.tuner.UdpTuner;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
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
 * A station, which every program that connects (TCP) or says hello (UDP) hears from then on, or
 * tuning in to one.
 */
@ManagedResource(description = "Radio")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "radio",
    title = "Radio",
    syntax = "radio:transport://host:port",
    category = {Category.NETWORKING})
public class RadioEndpoint extends DefaultEndpoint implements StreamSink, StatusReport {

  private static final int MAX_LISTED = 1_000;

  /** How listeners come: tcp (they connect) or udp (they say hello). */
  @UriPath(enums = "tcp,udp")
  @Metadata(required = true)
  private String transport = "";

  /**
   * To send: the address to listen on, 0.0.0.0 for all. To tune in: the station's, or without a
   * port the name that it is announced under.
   */
  @UriPath
  @Metadata(required = true)
  private String host = "";

  /** The station's port; none with a name that is announced. */
  @UriPath private int port;

  @UriParam private RadioConfiguration configuration;

  private RadioAddress address = new RadioAddress(Transport.TCP, "", 0);
  private volatile TunerCounters tunerCounters = new TunerCounters();
  private volatile @Nullable Station station;
  private Runnable stationCounted = () -> {};
  private Runnable unregisterHealth = () -> {};
  private Runnable withdraw = () -> {};
  private int users;

  public RadioEndpoint(String uri, RadioComponent component, RadioConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
  }

  /** Takes the endpoint's URI apart, after its scheme. */
  void address(String remaining) {
    address = RadioAddress.parse(remaining);
    transport = address.scheme();
    host = address.host();
    port = address.port();
  }

  /** Refuses options outside their range, and wires that the transport cannot carry. */
  void check() {
    configuration.check(transport());
  }

  private Transport transport() {
    return address.transport();
  }

  private boolean isUdp() {
    return transport() == Transport.UDP;
  }

  WireCodecs codecs() {
    WireCodecs codecs = getCamelContext().getRegistry().findSingleByType(WireCodecs.class);
    if (codecs == null) {
      throw new IllegalStateException("the bean audioCodecs is missing from the registry");
    }
    return codecs;
  }

  /** Those of the wire rtp; null for other wires, and without a key file. */
  private @Nullable Supplier<KeyRing> keys() {
    return configuration.getWire() == Wire.RTP
        ? ContextSecurity.of(getCamelContext()).keys()
        : null;
  }

  /** What the wire carries, where it does not say it. */
  private PcmFormat wireFormat() {
    PcmFormat configured = configuration.pcmFormat();
    return configured == null ? codecs().format(configuration.getWire()) : configured;
  }

  // ---- the station

  @Override
  public Producer createProducer() {
    names().checkStation();
    codecs().checkFormats();
    ContextSecurity.of(getCamelContext()).check(configuration.getWire());
    return new RadioProducer(this);
  }

  /** Puts the station on the air with the first route that uses it; the others share it. */
  synchronized Station acquire() throws Exception {
    Station running = station;
    if (running == null || users == 0) {
      InetSocketAddress place = new InetSocketAddress(bareHost(), port);
      if (place.isUnresolved()) {
        throw new IllegalArgumentException(
            "cannot listen on " + reportName() + ": no address is known for the name " + host);
      }
      StationCounters counters = new StationCounters();
      running =
          new Station(
              reportName(),
              configuration.limits(),
              codecs()
                  .encoder(
                      configuration.getWire(),
                      transport(),
                      wireFormat(),
                      configuration.getDatagramFrames()),
              isUdp() && configuration.getWire() == Wire.PCM
                  ? new DatagramPace(wireFormat(), SystemClock.INSTANCE)
                  : null,
              codecs(),
              counters,
              this::newThread,
              SystemClock.INSTANCE);
      running.open(acceptor(running), place);
      station = running;
      stationCounted =
          ContextMeters.of(getCamelContext()).add(StationCounters.METERS, reportName(), counters);
      unregisterHealth =
          TroubleHealthCheck.register(getCamelContext(), reportName(), running::trouble);
      withdraw = names().announce(place.getAddress(), saidFormat());
    }
    users++;
    return running;
  }

  private ListenerAcceptor acceptor(Station running) {
    return isUdp()
        ? new UdpAcceptor(
            running,
            configuration.getWire(),
            configuration.helloText(),
            configuration.expireSeconds(),
            keys(),
            SystemClock.INSTANCE)
        : new TcpAcceptor(running);
  }

  /** Takes the station off the air with the last route. */
  synchronized void release() {
    users--;
    Station last = station;
    if (users == 0 && last != null) {
      withdraw.run();
      unregisterHealth.run();
      last.close();
      station = null;
      stationCounted.run();
    }
  }

  Thread newThread(Runnable task) {
    return getCamelContext().getExecutorServiceManager().newThread(reportName(), task);
  }

  // ---- tuning in

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    names().checkListener();
    codecs().checkFormats();
    ContextSecurity.of(getCamelContext()).check(configuration.getWire());
    RadioConsumer made = new RadioConsumer(this, processor);
    configureConsumer(made);
    return made;
  }

  /** Its name, or that of the station that it tunes in to. */
  RadioNames names() {
    return new RadioNames(this, address);
  }

  Tuner newTuner(
      EventLoop loop,
      Tuner.BlockSink program,
      TunerCounters counters,
      Supplier<@Nullable InetSocketAddress> named) {
    tunerCounters = counters;
    Wire wire = configuration.getWire();
    String hello = configuration.getHello();
    Tuner.Target target =
        new Tuner.Target(
            reportName(),
            address.isName() ? named : () -> InetSocketAddress.createUnresolved(bareHost(), port),
            configuration.reconnectMillis());
    Tuner.Decoders decoders = () -> codecs().decoder(wire, transport(), saidFormat());
    if (isUdp()) {
      String text = hello == null && wire.provesListeners() ? null : configuration.helloText();
      return new UdpTuner(target, decoders, program, counters, loop, text, keys());
    }
    return new TcpTuner(target, decoders, program, counters, loop, hello, wire.saysEnds());
  }

  /** Null where only the packets say it. */
  private @Nullable PcmFormat saidFormat() {
    return configuration.getWire().saysFormat() ? rtpFormat() : wireFormat();
  }

  /** For senders that are not ours, whose packets may not say it. */
  private @Nullable PcmFormat rtpFormat() {
    PcmFormat configured = configuration.pcmFormat();
    return configured == null ? codecs().configuredFormat(configuration.getWire()) : configured;
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
    return "radio:" + transport + "://" + host + (port == 0 ? "" : ":" + port);
  }

  @Override
  public String summary() {
    MeterRegistry meters = ContextMeters.of(getCamelContext());
    Meters<StationCounters> sent = meters.find(StationCounters.METERS, reportName());
    Meters<TunerCounters> received = meters.find(TunerCounters.METERS, reportName());
    return (sent == null ? "" : StationCounters.summary(sent))
        + (sent == null || received == null ? "" : "; ")
        + (received == null
            ? ""
            : received.count("receivedBlocks")
                + " blocks heard, "
                + received.count("stateChanges")
                + " connection state changes");
  }

  /** What listeners come to; null while no route sends here. Any thread. */
  public @Nullable Station station() {
    return station;
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

  public RadioConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(RadioConfiguration configuration) {
    this.configuration = configuration;
  }
}
