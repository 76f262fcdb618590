package io.github.camelaudio.wire;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What one class logs, while this is open. */
public final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new ArrayList<>();
  private final AbstractAppender appender =
      new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
      };

  public LogLines(Class<?> of) {
    logger = (Logger) LogManager.getLogger(of);
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  public List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    logger.setAdditive(true);
    logger.removeAppender(appender);
    appender.stop();
  }
}
