package io.github.camelaudio.cli;

import io.github.camelaudio.cli.service.Journal;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The format and levels of the command line's log. They are set from here, and not by a file at the
 * jar's root: log4j would find that in any application that has this jar on its class path.
 */
final class ProgramLog {

  private static final String CONFIGURATION_FILE = "log4j2.configurationFile";
  private static final String OWN = "classpath:io/github/camelaudio/cli/log4j2.properties";
  private static final String FORMAT = "audio.log.format";

  /** Text as the journal wants it: a level first, and no time. */
  private static final String JOURNAL = "journal";

  private static final Pattern ASKS_FOR_JSON =
      Pattern.compile("^--log[=\n]json$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  /** What a line of the log is. */
  enum Format {
    TEXT,
    /** One JSON object, for programs that collect logs. */
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private ProgramLog() {}

  /** Has an effect only before the first logger of the process is made. */
  static void configure() {
    configure(System.getProperties(), System.getenv());
    if (Journal.takesStandardError()) {
      System.setProperty(FORMAT, JOURNAL);
    }
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

  /** Likewise before the first logger is made. */
  static void configure(Format format, boolean verbose) {
    if (format != Format.TEXT || !isJournal()) {
      System.setProperty(FORMAT, format.toString());
    }
    if (verbose) {
      System.setProperty("audio.log.level", "INFO");
      System.setProperty("audio.log.own", "DEBUG");
      System.setProperty("audio.log.context", "INFO");
      System.setProperty("audio.log.throwable", "full");
    }
  }

  /** For what is said before the command line is parsed, or when it cannot be. */
  static void configure(String[] arguments) {
    String all = String.join("\n", arguments);
    if (ASKS_FOR_JSON.matcher(all).find()) {
      System.setProperty(FORMAT, Format.JSON.toString());
    }
  }

  static boolean isJson() {
    return Format.JSON.toString().equals(System.getProperty(FORMAT));
  }

  private static boolean isJournal() {
    return JOURNAL.equals(System.getProperty(FORMAT));
  }

  /** Says what was found out: on standard output, or as a line of JSON among the others. */
  static void result(String sentence) {
    if (isJson()) {
      LoggerFactory.getLogger(ProgramLog.class).info("{}", sentence);
    } else {
      System.out.println(sentence);
    }
  }

  /** Says on standard error what ends the program, as a sentence or as a line of JSON. */
  static void error(String sentence) {
    if (isJson()) {
      LoggerFactory.getLogger(ProgramLog.class).error("{}", sentence);
    } else {
      System.err.println(
          isJournal() ? "<3>" + sentence.replace("\n", "\n<3>") : "error: " + sentence);
    }
  }
}
