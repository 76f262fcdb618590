package io.github.camelaudio.cli;

import io.github.camelaudio.console.http.PasswordHash;
import io.github.camelaudio.flow.FailureText;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code console-password}. No argument has the password: all users of a machine see those. */
@Command(
    name = "console-password",
    description = {
      "Ask for a password of the console, or read it from standard input, and print the line for"
          + " application.properties that has its hash."
    })
final class ConsolePassword extends Commands.Base {

  private static final int MIN_CHARACTERS = 8;
  private static final int MAX_CHARACTERS = 1_000;

  @Option(names = "--view", description = "For who may look and listen only.")
  private boolean view;

  @Override
  public Integer call() {
    try {
      char[] password = read();
      String problem = problem(password);
      if (problem != null) {
        ProgramLog.error(problem);
        return ExitCode.FAILED;
      }
      System.out.println(
          (view ? "audio.console.viewPassword=" : "audio.console.password=")
              + PasswordHash.of(password));
      Arrays.fill(password, ' ');
      return ExitCode.OK;
    } catch (IOException e) {
      ProgramLog.error("the password cannot be read: " + FailureText.of(e));
      return ExitCode.FAILED;
    }
  }

  /** Null when it may be used. */
  private static @Nullable String problem(char[] password) {
    return password.length >= MIN_CHARACTERS && password.length <= MAX_CHARACTERS
        ? null
        : "a password has "
            + MIN_CHARACTERS
            + " to "
            + MAX_CHARACTERS
            + " characters; this one has "
            + password.length;
  }

  @SuppressWarnings("SystemConsoleNull") // on JDK 17, no console means no terminal
  private static char[] read() throws IOException {
    Console terminal = System.console();
    if (terminal == null) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      return line == null ? new char[0] : line.toCharArray();
    }
    char[] first = terminal.readPassword("Password: ");
    char[] again = terminal.readPassword("The same again: ");
    if (first == null || !Arrays.equals(first, again)) {
      throw new IOException("the two are not the same");
    }
    return first;
  }
}
