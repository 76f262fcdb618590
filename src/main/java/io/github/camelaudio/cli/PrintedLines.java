package io.github.camelaudio.cli;

import io.github.camelaudio.console.live.LogTail;
import java.time.Instant;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.core.filter.AbstractFilterable;
import org.jspecify.annotations.Nullable;

/** Lets lines through that a limit does, and keeps those that are printed. Any thread. */
public final class PrintedLines extends AbstractFilter {

  private final LineLimit limit;
  private final LogTail tail;
  private final @Nullable AbstractFilterable console;

  private PrintedLines(LineLimit limit, LogTail tail, @Nullable AbstractFilterable console) {
    this.limit = limit;
    this.tail = tail;
    this.console = console;
  }

  /**
   * Puts a queue before the console.
   *
   * @param tail what is printed is kept there, too; null for nowhere
   * @return null where the log is another's
   */
  static @Nullable QueuedConsole install(LineLimit limit, @Nullable LogTail tail) {
    return QueuedConsole.install(tail == null ? limit : of(limit, tail));
  }

  private static PrintedLines of(LineLimit limit, LogTail tail) {
    Appender console =
        LogManager.getContext(false) instanceof LoggerContext context
            ? context.getConfiguration().getAppender(QueuedConsole.CONSOLE)
            : null;
    return new PrintedLines(
        limit, tail, console instanceof AbstractFilterable filterable ? filterable : null);
  }

  @Override
  public Result filter(LogEvent event) {
    Result result = limit.filter(event);
    if (result != Result.DENY && (console == null || !console.isFiltered(event))) {
      tail.add(
          new LogTail.Line(
              Instant.ofEpochMilli(event.getTimeMillis()),
              event.getLevel().name(),
              String.valueOf(event.getLoggerName()),
              event.getMessage().getFormattedMessage()));
    }
    return result;
  }
}
