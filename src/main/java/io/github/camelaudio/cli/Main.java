package io.github.camelaudio.cli;

import io.github.camelaudio.cli.cache.ClassList;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: runs routes, or does what a subcommand says. */
@Command(
    name = "camel-audio",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      Commands.Run.class,
      Commands.Devices.class,
      Stations.class,
      Commands.Plot.class,
      Commands.Repair.class,
      NewKey.class,
      ConsolePassword.class,
      Commands.Completion.class
    },
    description = {
      "Live audio over the network as Apache Camel routes.",
      "Runs the given routes, or routes/Demo.java, until they end or Ctrl-C is pressed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The run ended, and no sound is known to be lost.",
      "1:The run could not start, or --check found a problem.",
      "2:Wrong usage.",
      "3:The run ended, but sound was lost or never sent; the summary says where.",
      "129:SIGHUP ended the run.",
      "130:Ctrl-C ended the run.",
      "143:SIGTERM ended the run."
    },
    footer = {
      "",
      "Examples:",
      "  camel-audio",
      "  camel-audio receiver transport=udp",
      "  camel-audio routes/MicSender.java peer=192.168.1.20",
      "  camel-audio --check my-routes",
      "  camel-audio new-key anna"
    })
public final class Main implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private RunArguments arguments = new RunArguments();

  @Option(names = "--devices", hidden = true)
  private boolean devices;

  @Option(names = "--plot", arity = "1..2", hidden = true)
  private List<Path> plot = List.of();

  @Option(names = "--repair", arity = "1..*", hidden = true)
  private List<Path> broken = List.of();

  private Main() {}

  /** Ends the process with one of the codes that {@code --help} lists. */
  public static void main(String[] args) {
    ProgramLog.configure();
    ClassList.forgetAtExit();
    String problem = ExtraJars.run(args);
    if (problem != null) {
      ProgramLog.configure(args);
      ProgramLog.error(problem);
      ExitWatchdog.exit(ExitCode.FAILED);
    }
    ExitWatchdog.exit(execute(args));
  }

  private static int execute(String... args) {
    ProgramLog.configure(ProgramLog.Format.TEXT, false); // before the first logger
    Run run = RunRequest.plain(args);
    return run == null ? commandLine().execute(args) : run.run();
  }

  /** All commands, with their words for what is wrong. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Main::runLast)
        .setParameterExceptionHandler(Main::usageError);
  }

  /** Picocli runs the last command only: what stands before it would be lost. */
  private static int runLast(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    if (parsed.hasSubcommand() && !parsed.matchedArgs().isEmpty()) {
      CommandLine command = parsed.subcommand().commandSpec().commandLine();
      throw new ParameterException(
          command,
          "the command '"
              + command.getCommandName()
              + "' comes first, before '"
              + parsed.originalArgs().get(0)
              + "'");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** One sentence, and where to read on. */
  private static int usageError(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message = String.valueOf(e.getMessage());
    String suggestion =
        e instanceof UnmatchedArgumentException unmatched
            ? Stream.ofNullable(unmatched.getSuggestions())
                .flatMap(List::stream)
                .findFirst()
                .map(each -> "; did you mean " + each + "?")
                .orElse("")
            : "";
    String sentence =
        message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) + suggestion;
    String help = "'" + command.getCommandSpec().qualifiedName() + " --help'";
    ProgramLog.configure(args); // the error may be that they could not be parsed
    if (ProgramLog.isJson()) {
      ProgramLog.error(sentence + "; see " + help);
    } else {
      command.getErr().println("error: " + sentence + System.lineSeparator() + "See " + help + ".");
    }
    return ExitCode.USAGE;
  }

  @Override
  public Integer call() {
    if (devices) {
      return Commands.Devices.list();
    }
    if (!plot.isEmpty() && spec != null) {
      return Commands.Plot.draw(spec, plot);
    }
    if (!broken.isEmpty()) {
      return Commands.Repair.repair(broken);
    }
    return arguments.run();
  }

  /** The version that the jar's manifest says. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "Camel Audio " + (version == null ? "(not from a jar)" : version),
        "Java " + Runtime.version(),
      };
    }
  }
}
