package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.LogLines;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramLogTest {

  private static final String KEY = "log4j2.configurationFile";

  private final Properties system = new Properties();

  @Test
  void configure_namesAFileThatIsOnTheClassPath() {
    ProgramLog.configure(system, Map.of());
    String resource = system.getProperty(KEY).replaceFirst("^classpath:", "");
    assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY, "log4j.configurationFile"})
  void configure_leavesAUsersOwnFile(String key) {
    system.setProperty(key, "mine.xml");
    ProgramLog.configure(system, Map.of());
    assertThat(system).hasSize(1).containsEntry(key, "mine.xml");
  }

  @Test
  void configure_leavesAUsersOwnFile_ofTheEnvironment() {
    ProgramLog.configure(system, Map.of("LOG4J_CONFIGURATION_FILE", "mine.xml"));
    assertThat(system).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text|2026-11-28 12:00:01  he said \"no\"",
        "journal|<6>he said \"no\"",
        "json|{\"time\":\"2026-11-28T12:00:01.250Z\",\"level\":\"INFO\",\"logger\":\"a.B\","
            + "\"message\":\"he said \\\"no\\\"\",\"error\":\"\"}",
      })
  void line_hasTheDate_andAsJsonItsTextIsEscaped(String format, String line) {
    assertThat(printed(format, event(Level.INFO, "he said \"no\""))).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7", "TRACE, 7"})
  void lineOfTheJournal_hasTheLevel_alsoBehindABreak(String level, int number) {
    String prefix = "<" + number + ">";
    assertThat(printed("journal", event(Level.valueOf(level), "a\n\n<3>b")))
        .isEqualTo(prefix + "a\n" + prefix + "\n" + prefix + "<3>b");
  }

  private String printed(String format, LogEvent event) {
    String before = System.getProperty("audio.log.format");
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    System.setProperty("audio.log.format", format);
    try {
      ProgramLog.configure(system, Map.of());
      Configuration configuration =
          ConfigurationFactory.getInstance()
              .getConfiguration(
                  new LoggerContext("test"), "test", URI.create(system.getProperty(KEY)));
      configuration.initialize();
      Appender console = configuration.getAppender("console");
      return console.getLayout().toSerializable(event).toString().strip();
    } finally {
      TimeZone.setDefault(zone);
      restore(before);
    }
  }

  @Test
  void result_isALineOfTheLog_whereThatIsJson() {
    String before = System.getProperty("audio.log.format");
    try (LogLines lines = new LogLines("no problem")) {
      ProgramLog.configure(new String[] {"--check", "--log", "json"});
      ProgramLog.result("no problem found");
      assertThat(lines.all()).containsExactly("INFO no problem found");
    } finally {
      restore(before);
    }
  }

  private static void restore(@Nullable String before) {
    if (before == null) {
      System.clearProperty("audio.log.format");
    } else {
      System.setProperty("audio.log.format", before);
    }
  }

  private static LogEvent event(Level level, String message) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName("a.B")
        .setLevel(level)
        .setMessage(new SimpleMessage(message))
        .setTimeMillis(Instant.parse("2026-11-28T12:00:01.250Z").toEpochMilli())
        .build();
  }
}
