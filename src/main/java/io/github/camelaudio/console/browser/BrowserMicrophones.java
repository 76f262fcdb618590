package io.github.camelaudio.console.browser;

import io.github.camelaudio.component.support.ContextPlugins;
import java.util.List;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The {@code browser:} consumers of a Camel context that run, by name. Any thread. */
final class BrowserMicrophones {

  private final TreeMap<String, BrowserConsumer> running = new TreeMap<>();
  private volatile boolean served;

  /** The context's; made at the first call. */
  static BrowserMicrophones of(CamelContext context) {
    return ContextPlugins.of(context, BrowserMicrophones.class, BrowserMicrophones::new);
  }

  /** Somebody lets browsers in. */
  void serve() {
    served = true;
  }

  /** Whether browsers can come at all. */
  boolean isServed() {
    return served;
  }

  /**
   * A consumer begins to take sound.
   *
   * @throws IllegalStateException when another one has that name
   */
  synchronized void add(String name, BrowserConsumer consumer) {
    BrowserConsumer other = running.putIfAbsent(name, consumer);
    if (other != null && other != consumer) {
      throw new IllegalStateException(
          "another route consumes browser:" + name + " already; give one of them another name");
    }
  }

  synchronized void remove(String name, BrowserConsumer consumer) {
    running.remove(name, consumer);
  }

  /** The one of a name; null when none runs. */
  synchronized @Nullable BrowserConsumer find(String name) {
    return running.get(name);
  }

  /** Names of those that run, sorted. */
  synchronized List<String> names() {
    return List.copyOf(running.keySet());
  }
}
