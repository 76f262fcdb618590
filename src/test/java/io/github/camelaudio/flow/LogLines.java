package io.github.camelaudio.flow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What our own loggers say of one thing, from here until it is closed, as {@code LEVEL text}. */
public final class LogLines implements AutoCloseable {

  private static final String OURS = "io.github.camelaudio";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig logger = context.getConfiguration().getLoggerConfig(OURS);
  private final Collector collector;

  /**
   * Begins to listen.
   *
   * @param prefix of the lines to keep
   */
  public LogLines(String prefix) {
    collector = new Collector(prefix);
    collector.start();
    logger.addAppender(collector, null, null);
  }

  /** The lines so far. */
  public List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    logger.removeAppender(collector.getName());
    collector.stop();
  }

  private final class Collector extends AbstractAppender {
    private final String prefix;

    Collector(String prefix) {
      super("lines of " + prefix, null, null, true, Property.EMPTY_ARRAY);
      this.prefix = prefix;
    }

    @Override
    public void append(LogEvent event) {
      String text = event.getMessage().getFormattedMessage();
      if (text.startsWith(prefix)) {
        lines.add(event.getLevel() + " " + text);
      }
    }
  }
}
