package io.github.camelaudio.cli;

import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.AudioDevices;
import io.github.camelaudio.device.SystemDevices;
import io.github.camelaudio.file.wav.WavRepair;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.report.TracePlot;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line: runs route files, lists the machine's devices, draws a trace, or repairs WAV
 * files.
 */
@Command(
    name = "camel-audio",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Live audio over the network as Apache Camel routes.",
      "Runs the given route files, or routes/Demo.java, until they end or Ctrl-C is pressed."
    },
    footer = {
      "",
      "Examples:",
      "  camel-audio",
      "  camel-audio routes/Receiver.java transport=udp",
      "  camel-audio routes/MicSender.java peer=192.168.1.20"
    })
public final class Main implements Callable<Integer> {

  static final int FAILED = 1;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--devices",
      description = "List what can record and what can play on this machine, and exit.")
  private boolean devices;

  @Option(
      names = "--plot",
      arity = "1..2",
      paramLabel = "FILE",
      description = {
        "Draw what a speaker's option trace=FILE.csv wrote, beside it as FILE.png or to the second"
            + " file, say what is wrong, and exit."
      })
  private List<Path> plot = List.of();

  @Option(
      names = "--repair",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Complete the header of a WAV file that some program left open, say what was done, and"
              + " exit. No sample is changed.")
  private List<Path> broken = new ArrayList<>();

  @Option(
      names = "--verbose",
      description = "Show Camel's own log and the stack traces of errors, too.")
  private boolean verbose;

  @Parameters(
      paramLabel = "ROUTE.java|key=value",
      description = {
        "Route files to run, and properties to set: peer, port, transport, or any that a route"
            + " names in {{...}}, and any of Camel's own (camel.main.*)."
      })
  private List<String> arguments = new ArrayList<>();

  private Main() {}

  /** Ends the process with 0 after a good run, with 1 when it could not start, with 2 for usage. */
  public static void main(String[] args) {
    ProgramLog.configure();
    ExitWatchdog.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (verbose) {
      System.setProperty("audio.log.level", "INFO");
      System.setProperty("audio.log.own", "DEBUG");
      System.setProperty("audio.log.context", "INFO");
      System.setProperty("audio.log.throwable", "full");
    }
    if (devices) {
      printDevices();
      return 0;
    }
    if (!plot.isEmpty()) {
      return plot(plot.get(0), plot.size() > 1 ? plot.get(1) : TracePlot.pictureOf(plot.get(0)));
    }
    if (!broken.isEmpty()) {
      return repair();
    }
    List<Path> files = new ArrayList<>();
    Map<String, String> properties = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals > 0) {
        properties.put(argument.substring(0, equals), argument.substring(equals + 1));
      } else if (argument.endsWith(".java")) {
        try {
          files.add(Path.of(argument));
        } catch (InvalidPathException e) {
          System.err.println("error: " + FailureText.of(e));
          return FAILED;
        }
      } else {
        throw new ParameterException(
            usage(), "'" + argument + "' is neither a route file (….java) nor key=value");
      }
    }
    if (files.isEmpty()) {
      files.add(Path.of("routes", "Demo.java"));
    }
    return new Run(files, properties).run();
  }

  private int repair() {
    int exitCode = 0;
    for (Path file : broken) {
      try {
        System.out.println(WavRepair.repair(file));
      } catch (IOException e) {
        System.err.println("error: " + e.getMessage());
        exitCode = FAILED;
      }
    }
    return exitCode;
  }

  private CommandLine usage() {
    return spec == null ? new CommandLine(this) : spec.commandLine();
  }

  private int plot(Path trace, Path picture) {
    if (!picture.toString().endsWith(".png") || plot.size() > 2) {
      throw new ParameterException(
          usage(), "--plot takes a trace and, if you like, the picture's name, which ends in .png");
    }
    try {
      TracePlot.draw(trace, picture).forEach(System.out::println);
      System.out.println("drawn: " + picture);
      return 0;
    } catch (IOException e) {
      System.err.println("error: " + FailureText.of(e));
      return FAILED;
    }
  }

  private static void printDevices() throws AudioDeviceException {
    AudioDevices machine = new SystemDevices();
    print("Record from (mic:NAME)", machine.captureDevices());
    print("Play on (speaker:NAME)", machine.playbackDevices());
    System.out.println(
        "'"
            + AudioDevices.DEFAULT
            + "' is the sound server's default, else the first; part of a name will do.");
  }

  private static void print(String title, Map<String, List<String>> formats) {
    System.out.println(title + (formats.isEmpty() ? ": none" : ""));
    formats.forEach(
        (name, each) -> {
          System.out.println("  " + name);
          each.forEach(line -> System.out.println("      " + line));
        });
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
