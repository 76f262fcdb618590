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

  private static final Pattern ADDRESS =
      Pattern.compile("(tcp|udp)://(\\[[^\\]]+]|[^:/\\[]+):([1-9][0-9]{0,4})/?");
  private static final int MAX_LISTED = 1_000;

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

  @UriParam private RadioConfiguration configuration;

  private volatile TunerCounters tunerCounters = new TunerCounters();
  private volatile @Nullable Station station;
  private Runnable stationCounted = () -> {};
  private Runnable unregisterHealth = () -> {};
  private int users;

  public RadioEndpoint(String uri, RadioComponent component, RadioConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
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
    configuration.check(transport());
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
    codecs().checkFormats();
    ContextSecurity.of(getCamelContext()).check(configuration.getWire());
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
      running.open(acceptor(running), address);
      station = running;
      stationCounted =
          ContextMeters.of(getCamelContext()).add(StationCounters.METERS, reportName(), counters);
      unregisterHealth =
          TroubleHealthCheck.register(getCamelContext(), reportName(), running::trouble);
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
    codecs().checkFormats();
    ContextSecurity.of(getCamelContext()).check(configuration.getWire());
    RadioConsumer made = new RadioConsumer(this, processor);
    configureConsumer(made);
    return made;
  }

  Tuner newTuner(EventLoop loop, Tuner.BlockSink program, TunerCounters counters) {
    tunerCounters = counters;
    Wire wire = configuration.getWire();
    String hello = configuration.getHello();
    Tuner.Target target =
        new Tuner.Target(
            reportName(),
            InetSocketAddress.createUnresolved(bareHost(), port),
            configuration.reconnectMillis());
    Tuner.Decoders decoders =
        () -> codecs().decoder(wire, transport(), wire.saysFormat() ? rtpFormat() : wireFormat());
    if (isUdp()) {
      String text = hello == null && wire.provesListeners() ? null : configuration.helloText();
      return new UdpTuner(target, decoders, program, counters, loop, text, keys());
    }
    return new TcpTuner(target, decoders, program, counters, loop, hello, wire.saysEnds());
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
    return "radio:" + transport + "://" + host + ":" + port;
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
