package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.camelaudio.flow.LogLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final CommandLine commands =
      Main.commandLine().setErr(new PrintWriter(out, true)).setOut(new PrintWriter(out, true));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--chekc|unknown option: '--chekc'; did you mean --check?|camel-audio",
        "run --chekc|unknown option: '--chekc'; did you mean --check?|camel-audio run",
        "nonsense|'nonsense' is no command, no route and no key=value; routes are: |camel-audio",
        "recever|'recever' is no command, no route and no key=value; did you mean |camel-audio",
        "plot|missing required parameter: 'TRACE.csv'|camel-audio plot",
        "plot a.csv b.gif|the picture's name ends in .png, and b.gif does not|camel-audio plot",
        "--plot a.csv b.gif|the picture's name ends in .png, and b.gif does not|camel-audio",
        "--check run receiver|the command 'run' comes first, before '--check'|camel-audio run",
        "--log=text run a|the command 'run' comes first, before '--log=text'|camel-audio run",
        "--verbose run a|the command 'run' comes first, before '--verbose'|camel-audio run",
        "peer=x run a|the command 'run' comes first, before 'peer=x'|camel-audio run",
        "receiver run|the command 'run' comes first, before 'receiver'|camel-audio run",
        "a devices|the command 'devices' comes first, before 'a'|camel-audio devices",
        "--log=xml|invalid value for option '--log'|camel-audio",
      })
  void usageError_isOneSentence_andTheWayToHelp(String arguments, String sentence, String help) {
    assertThat(commands.execute(arguments.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString())
        .startsWith("error: " + sentence)
        .endsWith("See '" + help + " --help'.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--chekc --log=json", "--log JSON run receiver", "--log=json nonsense"})
  void usageError_isALineOfTheLog_whereThatIsJson(String arguments) {
    try (LogLines lines = new LogLines("")) {
      assertThat(commands.execute(arguments.split(" "))).isEqualTo(ExitCode.USAGE);
      assertThat(lines.all())
          .singleElement(as(STRING))
          .startsWith("ERROR ")
          .contains("; see 'camel-audio");
      assertThat(out.toString()).isEmpty();
    } finally {
      System.clearProperty("audio.log.format");
    }
  }

  @Test
  void help_isShown_alsoBeforeACommand() {
    assertThat(commands.execute("--help", "run")).isZero();
    assertThat(commands.execute("run", "--help")).isZero();
  }

  @Test
  void help_namesCommandsAndExitCodes_andNoOldFlag() {
    assertThat(commands.execute("--help")).isZero();
    assertThat(out.toString())
        .contains("run ", "devices ", "plot ", "repair ", "new-key ", "completion ")
        .contains("1     The run could not start, or --check found a problem.")
        .contains("3     The run ended, but sound was lost or never sent")
        .doesNotContain("--plot", "--repair", "--devices");
  }

  @ParameterizedTest
  @CsvSource({"repair", "--repair"})
  void oldFlag_doesWhatTheCommandDoes(String command) {
    assertThat(commands.execute(command, "src/test/resources/wav/none.wav"))
        .isEqualTo(ExitCode.FAILED);
    Path whole = Path.of("src/test/resources/wav/python_s16_mono_44100.wav");
    assertThat(commands.execute(command, whole.toString())).isZero();
  }

  @Test
  void completion_knowsCommandsOptionsAndRoutes() {
    assertThat(AutoComplete.bash("camel-audio", commands))
        .contains("devices", "--check", "MicSender", "json");
  }
}
