package io.github.camelaudio.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.ErrorHandler;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AsyncAppender;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Prints the log from a thread of log4j's own, so that no thread that logs waits for the console: a
 * terminal that is held by Ctrl-S, or a pipe that nobody reads, stops no sound. While {@value
 * #MAX_LINES} lines wait, further ones are dropped, and counted. Any thread.
 */
public final class QueuedConsole {

  static final int MAX_LINES = 1_024;

  /** The name of the appender that prints. */
  static final String CONSOLE = "console";

  private static final String QUEUE = "console-queue";
  private static final Duration MAX_FLUSH = Duration.ofMillis(500);

  private final LoggerContext context;
  private final Appender console;
  private final AsyncAppender queue;
  private final Filter filter;
  private final Duration maxFlush;
  private final LongAdder dropped = new LongAdder();
  private boolean flushed;

  private QueuedConsole(LoggerContext context, Appender console, Filter filter, Duration maxFlush) {
    this.context = context;
    this.console = console;
    this.filter = filter;
    this.maxFlush = maxFlush;
    this.queue =
        AsyncAppender.newBuilder()
            .setName(QUEUE)
            .setConfiguration(context.getConfiguration())
            .setAppenderRefs(new AppenderRef[] {AppenderRef.createAppenderRef(CONSOLE, null, null)})
            .setBufferSize(MAX_LINES)
            .setBlocking(false)
            .build();
    queue.setHandler(new Dropped());
  }

  /** Counts; log4j's own would say each on the console. */
  private final class Dropped implements ErrorHandler {

    @Override
    public void error(String message) {
      dropped.increment();
    }

    @Override
    public void error(String message, Throwable cause) {
      dropped.increment();
    }

    @Override
    public void error(String message, LogEvent event, Throwable cause) {
      dropped.increment();
    }
  }

  /**
   * Puts the queue before our own configuration's console.
   *
   * @param filter what a line passes before it is queued
   * @return null where the log is another's; then nothing is changed
   */
  static @Nullable QueuedConsole install(Filter filter) {
    return LogManager.getContext(false) instanceof LoggerContext context
        ? install(context, filter, MAX_FLUSH)
        : null;
  }

  /**
   * The same for one log of several.
   *
   * @param maxFlush how long {@link #flush} waits for a console that takes no lines
   */
  static @Nullable QueuedConsole install(LoggerContext context, Filter filter, Duration maxFlush) {
    Appender console = context.getConfiguration().getRootLogger().getAppenders().get(CONSOLE);
    if (console == null) {
      return null;
    }
    QueuedConsole made = new QueuedConsole(context, console, filter, maxFlush);
    made.queue.start();
    made.replace(CONSOLE, made.queue);
    return made;
  }

  /** Prints what waits, for half a second at most; lines that follow are printed at once. */
  synchronized void flush() {
    if (!flushed) {
      flushed = true;
      replace(QUEUE, console);
      queue.stop(maxFlush.toMillis(), TimeUnit.MILLISECONDS);
      if (dropped.sum() > 0) {
        context
            .getLogger(QueuedConsole.class.getName())
            .warn("{} lines are missing here: the console took none for a while", dropped.sum());
      }
    }
  }

  /** The filter is the reference's: the appender itself cannot log. */
  private void replace(String former, Appender next) {
    LoggerConfig root = context.getConfiguration().getRootLogger();
    root.removeAppender(former);
    root.addAppender(next, null, filter);
    context.updateLoggers();
  }
}
