package io.github.camelaudio.cli;

import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The format and levels of the command line's log. They are set from here, and not by a file at the
 * jar's root: log4j would find that in any application that has this jar on its class path.
 */
final class ProgramLog {

  private static final String CONFIGURATION_FILE = "log4j2.configurationFile";
  private static final String OWN = "classpath:io/github/camelaudio/cli/log4j2.properties";

  private ProgramLog() {}

  /** Has an effect only before the first logger of the process is made. */
  static void configure() {
    configure(System.getProperties(), System.getenv());
  }

  /** Changes nothing where the user has a configuration of their own. */
  static void configure(Properties system, Map<String, String> environment) {
    boolean usersOwn =
        Stream.of(CONFIGURATION_FILE, "log4j.configurationFile").anyMatch(system::containsKey)
            || environment.containsKey("LOG4J_CONFIGURATION_FILE");
    if (!usersOwn) {
      system.setProperty(CONFIGURATION_FILE, OWN);
    }
  }
}
