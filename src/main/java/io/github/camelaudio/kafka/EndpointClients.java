package io.github.camelaudio.kafka;

import io.github.camelaudio.flow.FailureText;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the consumers of one endpoint. Their polling threads', but for {@link #trouble}. */
final class EndpointClients extends AudioClients {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointClients.class);
  private static final long RETRY_SECONDS = 1;

  private final TopicReading.Plan plan;
  private final Offsets offsets;
  private final TopicCounters counters;
  private volatile BooleanSupplier stopping = () -> false;
  private volatile @Nullable TopicReading latest;
  private volatile @Nullable String waiting;

  EndpointClients(TopicReading.Plan plan, Offsets offsets, TopicCounters counters) {
    this.plan = plan;
    this.offsets = offsets;
    this.counters = counters;
  }

  /** Says when there is no point in waiting for a broker any more. */
  void stopWhen(BooleanSupplier condition) {
    stopping = condition;
  }

  /** Makes a consumer; waits while no broker's name is known. */
  @Override
  @SuppressWarnings("rawtypes") // as Camel has it
  public Consumer getConsumer(Properties kafkaProps) {
    while (true) {
      try {
        return made(withoutOurs(kafkaProps));
      } catch (KafkaException e) {
        if (!(FailureText.innermost(e) instanceof ConfigException)) {
          throw e;
        }
        if (stopping.getAsBoolean()) {
          Thread.currentThread().interrupt(); // else Camel tries again for half a minute
          throw e;
        }
        sayOnce(FailureText.of(e) + " (" + plan.brokers() + ")");
        pause();
      }
    }
  }

  private Consumer<byte[], byte[]> made(Properties properties) {
    Consumer<byte[], byte[]> kafka = new KafkaConsumer<>(properties);
    TopicReading reading = new TopicReading(plan, kafka, offsets, counters, System::nanoTime);
    latest = reading;
    if (waiting != null) {
      waiting = null;
      LOG.info("{}: the name of a broker is known now", plan.name());
    }
    return TopicConsumer.before(kafka, reading);
  }

  private void sayOnce(String why) {
    if (waiting == null) {
      LOG.warn("{}: {}; trying again each second", plan.name(), why);
    }
    waiting = why;
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(RETRY_SECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Why nothing comes, for people; null while something may. Any thread. */
  @Nullable String trouble() {
    String noName = waiting;
    TopicReading reading = latest;
    return noName != null || reading == null ? noName : reading.trouble();
  }
}
