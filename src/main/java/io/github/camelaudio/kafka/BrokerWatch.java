package io.github.camelaudio.kafka;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a topic can be read: brokers answer, and let us. One log line for each change. The
 * polling thread's alone, but for {@link #trouble}.
 */
final class BrokerWatch {

  /** A broker answers each fetch within 0.5 s, and each heartbeat, which comes every 3 s. */
  static final long SILENT_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(SILENT_SECONDS);

  private final String name;
  private final String brokers;
  private final DoubleSupplier receivedBytes;
  private double bytes;
  private long bytesNanos;
  private long lookedNanos;
  private boolean away;
  private @Nullable String failure;
  private volatile @Nullable String trouble;

  /**
   * Takes it that they answer.
   *
   * @param name of the endpoint in log lines
   * @param brokers their addresses, for people
   * @param receivedBytes how much has come of them altogether
   */
  BrokerWatch(String name, String brokers, DoubleSupplier receivedBytes, long nowNanos) {
    this.name = name;
    this.brokers = brokers;
    this.receivedBytes = receivedBytes;
    this.bytesNanos = nowNanos;
    this.lookedNanos = nowNanos;
  }

  /** What has come of brokers, by Kafka's own count. */
  static double receivedBytes(Consumer<?, ?> kafka) {
    return kafka.metrics().entrySet().stream()
        .filter(
            each ->
                each.getKey().name().equals("incoming-byte-total")
                    && each.getKey().group().equals("consumer-metrics"))
        .map(each -> each.getValue().metricValue())
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue())
        .sum();
  }

  /** Looks, once a second at most. */
  void look(long nowNanos) {
    if (nowNanos - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = nowNanos;
    double now = receivedBytes.getAsDouble();
    boolean answers = now != bytes;
    if (answers) {
      bytes = now;
      bytesNanos = nowNanos;
    }
    if (!away && nowNanos - bytesNanos >= SILENT_NANOS) {
      away = true;
      LOG.warn("{}: no broker of {} answers; waiting", name, brokers);
    } else if (away && answers) {
      away = false;
      LOG.info("{}: a broker answers", name);
    }
    update();
  }

  /** A call to a broker failed, which answers. */
  void failed(String why) {
    if (!why.equals(failure)) {
      failure = why;
      LOG.warn("{}: cannot read: {}; trying again", name, why);
      update();
    }
  }

  /** A call succeeded. */
  void succeeded() {
    if (failure != null) {
      failure = null;
      LOG.info("{}: reads again", name);
      update();
    }
  }

  private void update() {
    trouble = away ? "no broker of " + brokers + " answers" : failure;
  }

  /** Why nothing comes, for people; null while something may. Any thread. */
  @Nullable String trouble() {
    return trouble;
  }
}
