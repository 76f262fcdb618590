package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The man page of the Debian package has what the program has. */
class ManPageTest {

  @Test
  void page_namesEachCommandOptionAndExitCode() throws Exception {
    String page = Files.readString(Path.of("src/deb/camel-audio.1")).replace("\\-", "-");
    CommandSpec program = Main.commandLine().getCommandSpec();
    assertNames(page, program);
    for (CommandLine each : program.subcommands().values()) {
      assertThat(page).contains("\n.B" + suffix(page, each.getCommandName()));
      assertNames(page, each.getCommandSpec());
    }
    for (String code : program.usageMessage().exitCodeList().keySet()) {
      assertThat(page).containsPattern("\n\\.BR? .*\\b" + code.strip() + "\\b");
    }
  }

  /** A command's line begins with its name in bold, whatever follows. */
  private static String suffix(String page, String name) {
    for (String macro : new String[] {" ", "I ", "R "}) {
      if (page.contains("\n.B" + macro + name)) {
        return macro + name;
      }
    }
    return " " + name;
  }

  private static void assertNames(String page, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        assertThat(page).contains(option.longestName());
      }
    }
  }
}
