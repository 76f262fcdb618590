package io.github.camelaudio.kafka;

import io.github.camelaudio.component.message.Messages;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.PeerLinks;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.flow.StreamSink;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.StatefulService;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** A Kafka endpoint that carries blocks, each of its producers behind a link. */
@ManagedResource(description = "Topic that carries blocks")
public final class TopicEndpoint extends DefaultEndpoint
    implements DelegateEndpoint, StreamSink, StatusReport {

  private final KafkaEndpoint kafka;
  private final TopicOptions options;
  private final PeerLinks links;

  /** Whether a route reads it now. */
  private final AtomicBoolean read = new AtomicBoolean();

  TopicEndpoint(KafkaEndpoint kafka) {
    super(kafka.getEndpointUri(), kafka.getComponent());
    this.kafka = kafka;
    kafka.setKafkaClientFactory(new AudioClients());
    this.options = TopicOptions.of(kafka);
    this.links = new PeerLinks(kafka.getCamelContext(), reportName(), () -> {});
  }

  /** Camel's own endpoint. */
  KafkaEndpoint kafka() {
    return kafka;
  }

  /** What its URI and the properties say beyond Kafka's own options. */
  TopicOptions options() {
    return options;
  }

  /** Those of its producers. */
  PeerLinks links() {
    return links;
  }

  /** Its name in JMX, where the Kafka endpoint has its own. */
  @Override
  public String getEndpointKey() {
    return "topic://" + kafka.getConfiguration().getTopic();
  }

  @Override
  public Endpoint getEndpoint() {
    return kafka;
  }

  @Override
  public Producer createProducer() throws Exception {
    return new TopicProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    boolean grouped = kafka.getConfiguration().getGroupId() != null;
    Offsets offsets = new Offsets(grouped);
    TopicCounters counters = new TopicCounters();
    EndpointClients clients =
        new EndpointClients(
            new TopicReading.Plan(
                reportName(),
                kafka.getConfiguration().getBrokers(),
                grouped,
                options.startAt(),
                options.paced()),
            offsets,
            counters);
    RecordReader reader =
        new RecordReader(
            reportName(), grouped, Messages.of(getCamelContext()), offsets, counters, processor);
    Consumer consumer = kafka.createConsumer(new Reading(reader, clients, counters));
    if (consumer instanceof StatefulService service) {
      clients.stopWhen(() -> service.isStopping() || service.isStopped());
    }
    return consumer;
  }

  /** Tells what a route reads for as long as it does; its consumer starts and stops it. */
  private final class Reading extends DelegateAsyncProcessor {
    private final EndpointClients clients;
    private final TopicCounters counters;
    private Runnable end = () -> {};

    Reading(RecordReader reader, EndpointClients clients, TopicCounters counters) {
      super(reader);
      this.clients = clients;
      this.counters = counters;
    }

    @Override
    protected void doStart() throws Exception {
      if (!read.compareAndSet(false, true)) {
        throw new IllegalStateException(
            reportName()
                + ": two routes read it with the same options; give one another clientId=, or let"
                + " one route read it and pass the blocks on");
      }
      kafka.setKafkaClientFactory(clients);
      Runnable counted =
          ContextMeters.of(getCamelContext()).add(TopicCounters.METERS, reportName(), counters);
      Runnable healthy =
          TroubleHealthCheck.register(
              getCamelContext(), reportName() + " (read)", clients::trouble);
      end =
          () -> {
            counted.run();
            healthy.run();
            read.set(false);
          };
      super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
      super.doStop();
      end.run();
      end = () -> {};
    }
  }

  @Override
  public int openStreams() {
    return links.sending();
  }

  /** A stream that ends while another leader is elected waits for it, for a while. */
  @Override
  public boolean plays(long streamId) {
    return links.holds();
  }

  @Override
  public boolean mustFinish() {
    return links.mustFinish();
  }

  @Override
  public String reportName() {
    return "kafka:" + kafka.getConfiguration().getTopic();
  }

  @Override
  public String summary() {
    return links.summary();
  }

  @ManagedAttribute(description = "NEW, UP, STALLED or AWAY; of several producers each")
  public String getPeerState() {
    return links.state();
  }
}
