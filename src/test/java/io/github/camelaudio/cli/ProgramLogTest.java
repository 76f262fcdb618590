package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
