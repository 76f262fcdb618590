package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.filter.LevelRangeFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class QueuedConsoleTest {

  private static final Filter WARNINGS =
      LevelRangeFilter.createFilter(Level.ERROR, Level.WARN, null, null);

  private final LoggerContext context = new LoggerContext("test");
  private final HeldConsole console = new HeldConsole();
  private final Logger logger = context.getLogger("any");

  /**
   * Prints nothing before its release, as a terminal after Ctrl-S. Like a real console's write, an
   * interrupt does not end the wait.
   */
  private static final class HeldConsole extends AbstractAppender {
    final Semaphore free = new Semaphore(0);
    final List<String> lines = new CopyOnWriteArrayList<>();

    HeldConsole() {
      super("console", null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      free.acquireUninterruptibly();
      free.release();
      lines.add(event.getMessage().getFormattedMessage());
    }
  }

  @BeforeEach
  void useTheConsole() {
    context.start(new DefaultConfiguration());
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.getAppenders().keySet().forEach(root::removeAppender);
    root.setLevel(Level.INFO);
    console.start();
    context.getConfiguration().addAppender(console);
    root.addAppender(console, null, null);
    context.updateLoggers();
  }

  @AfterEach
  void stop() {
    console.free.release();
    context.stop();
  }

  private QueuedConsole install() {
    return Objects.requireNonNull(QueuedConsole.install(context, WARNINGS, Duration.ofSeconds(15)));
  }

  @Test
  void heldConsole_holdsNobodyWhoLogs_andBeyondTheQueueLinesAreDropped() {
    QueuedConsole queued = install();
    int tooMany = 2 * QueuedConsole.MAX_LINES;
    for (int i = 0; i < tooMany; i++) {
      logger.warn("line {}", i);
    }
    assertThat(console.lines).isEmpty();
    console.free.release();
    queued.flush();
    int lines = console.lines.size() - 1;
    assertThat(lines).isBetween(QueuedConsole.MAX_LINES, QueuedConsole.MAX_LINES + 1);
    assertThat(console.lines)
        .startsWith("line 0", "line 1")
        .endsWith(tooMany - lines + " lines are missing here: the console took none for a while");
  }

  @Test
  void lines_passTheFilter_keepTheirOrder_andAreThereAfterAFlush() {
    console.free.release();
    QueuedConsole queued = install();
    logger.warn("one");
    logger.info("filtered");
    logger.warn("two");
    queued.flush();
    assertThat(console.lines).containsExactly("one", "two");
    logger.info("filtered");
    logger.warn("three");
    assertThat(console.lines).as("at once").containsExactly("one", "two", "three");
    queued.flush();
    logger.warn("four");
    assertThat(console.lines).containsExactly("one", "two", "three", "four");
  }

  @Test
  void anotherConsole_isLetBe() {
    context.getConfiguration().getRootLogger().removeAppender("console");
    assertThat(QueuedConsole.install(context, WARNINGS, Duration.ofSeconds(15))).isNull();
  }
}
