package io.github.camelaudio.cli;

import io.github.camelaudio.flow.FailureText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a run is told, with the word {@code run} before it or without. */
final class RunArguments {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--check",
      description = "Check the routes and the properties, say what is wrong, and start nothing.")
  private boolean check;

  @Option(
      names = "--log",
      paramLabel = "text|json",
      description = "What the lines of the log are; text unless set.")
  private ProgramLog.Format log = ProgramLog.Format.TEXT;

  @Option(
      names = "--verbose",
      description = "Show Camel's own log and the stack traces of errors, too.")
  private boolean verbose;

  @Parameters(
      paramLabel = "ROUTE|key=value",
      completionCandidates = RouteNames.class,
      description = {
        "Routes to run: a file (routes/Receiver.java), a directory of files, or a short name"
            + " (receiver). Properties to set: peer, port, transport, or any that a route names in"
            + " {{...}}, and any of Camel's own (camel.main.*)."
      })
  private List<String> arguments = new ArrayList<>();

  /** For the shell's completion. */
  static final class RouteNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RouteFinder.ofProcess().knownNames().iterator();
    }
  }

  /** Runs, or checks, the routes; the exit code. */
  int run() {
    ProgramLog.configure(log, verbose);
    RouteFinder finder = RouteFinder.ofProcess();
    try {
      Run run = RunRequest.of(arguments, argument -> find(finder, argument));
      return check ? run.check() : run.run();
    } catch (RouteFinder.NotFoundException | InvalidPathException e) {
      ProgramLog.error(FailureText.of(e));
      return ExitCode.FAILED;
    }
  }

  /** A word that means nothing is wrong usage; a file that is not there is not. */
  private List<Path> find(RouteFinder finder, String argument)
      throws RouteFinder.NotFoundException {
    try {
      return finder.find(argument);
    } catch (RouteFinder.NotFoundException e) {
      if (argument.endsWith(".java") || spec == null) {
        throw e;
      }
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
