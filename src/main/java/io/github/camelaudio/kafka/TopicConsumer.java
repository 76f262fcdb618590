package io.github.camelaudio.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.jspecify.annotations.Nullable;

/**
 * What Camel takes for Kafka's consumer. A {@link TopicReading} decides what is read, from where
 * and when: calls of Camel's that would move it elsewhere do nothing, as a route that is suspended
 * and resumed has missed nothing. All other calls are Kafka's own. The polling thread's alone.
 */
final class TopicConsumer implements InvocationHandler {

  private final Consumer<byte[], byte[]> kafka;
  private final TopicReading reading;

  private TopicConsumer(Consumer<byte[], byte[]> kafka, TopicReading reading) {
    this.kafka = kafka;
    this.reading = reading;
  }

  /** Stands before a consumer, which is read as {@code reading} says. */
  @SuppressWarnings("unchecked") // a proxy knows no type parameters
  static Consumer<byte[], byte[]> before(Consumer<byte[], byte[]> kafka, TopicReading reading) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            TopicConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new TopicConsumer(kafka, reading));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] given = arguments == null ? new Object[0] : arguments;
    switch (method.getName()) {
      case "poll" -> {
        return reading.poll((Duration) given[0]);
      }
      case "subscribe" -> {
        subscribe(given);
        return null;
      }
      case "pause", "resume" -> {
        reading.suspend(method.getName().equals("pause"));
        return null;
      }
      case "seek", "seekToBeginning", "seekToEnd" -> {
        return null;
      }
      default -> {
        try {
          return method.invoke(kafka, given);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
  }

  /** Camel gives its listener in each case. */
  @SuppressWarnings("unchecked") // the interface has two with a listener
  private void subscribe(Object[] given) {
    reading.with((ConsumerRebalanceListener) given[1]);
    if (given[0] instanceof Pattern pattern) {
      kafka.subscribe(pattern, reading);
    } else {
      kafka.subscribe((Collection<String>) given[0], reading);
    }
  }
}
