package io.github.camelaudio.cli;

import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.AudioDevices;
import io.github.camelaudio.device.SystemDevices;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.recorder.store.RecordingRepair;
import io.github.camelaudio.report.TracePlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommands; the old flags of {@link Main} call the same. */
final class Commands {

  private Commands() {}

  /** What every subcommand has. */
  @Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
  abstract static class Base implements Callable<Integer> {
    @Spec @Nullable CommandSpec spec;
  }

  /** {@code run}, which may be omitted. */
  @Command(
      name = "run",
      description =
          "Run routes until they end or Ctrl-C is pressed; the word 'run' can be left out.")
  static final class Run extends Base {
    @Mixin private RunArguments arguments = new RunArguments();

    @Override
    public Integer call() {
      return arguments.run();
    }
  }

  /** {@code devices}. */
  @Command(
      name = "devices",
      description = "List what can record and what can play on this machine.")
  static final class Devices extends Base {

    @Override
    public Integer call() {
      return list();
    }

    static int list() {
      try {
        AudioDevices machine = new SystemDevices();
        print("Record from (mic:NAME)", machine.captureDevices());
        print("Play on (speaker:NAME)", machine.playbackDevices());
      } catch (AudioDeviceException e) {
        ProgramLog.error(FailureText.of(e));
        return ExitCode.FAILED;
      }
      System.out.println(
          "'"
              + AudioDevices.DEFAULT
              + "' is the sound server's default, else the first; part of a name will do.");
      return ExitCode.OK;
    }

    private static void print(String title, Map<String, List<String>> formats) {
      System.out.println(title + (formats.isEmpty() ? ": none" : ""));
      formats.forEach(
          (name, each) -> {
            System.out.println("  " + name);
            each.forEach(line -> System.out.println("      " + line));
          });
    }
  }

  /** {@code plot}. */
  @Command(
      name = "plot",
      description = "Draw what a speaker's option trace=FILE.csv wrote, and say what is wrong.")
  static final class Plot extends Base {
    @Parameters(index = "0", paramLabel = "TRACE.csv", description = "The trace.")
    private @Nullable Path trace;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "PICTURE.png",
        description = "Where to draw; beside the trace unless given.")
    private @Nullable Path picture;

    @Override
    public Integer call() {
      if (trace == null || spec == null) {
        throw new IllegalStateException("not parsed");
      }
      return draw(spec, picture == null ? List.of(trace) : List.of(trace, picture));
    }

    static int draw(CommandSpec spec, List<Path> files) {
      Path trace = files.get(0);
      Path picture = files.size() > 1 ? files.get(1) : TracePlot.pictureOf(trace);
      if (!picture.toString().endsWith(".png")) {
        throw new ParameterException(
            spec.commandLine(), "the picture's name ends in .png, and " + picture + " does not");
      }
      try {
        TracePlot.draw(trace, picture).forEach(System.out::println);
        System.out.println("drawn: " + picture);
        return ExitCode.OK;
      } catch (IOException e) {
        ProgramLog.error(FailureText.of(e));
        return ExitCode.FAILED;
      }
    }
  }

  /** {@code repair}. */
  @Command(
      name = "repair",
      description =
          "Complete the headers of WAV and FLAC files that some program left open, and say what was"
              + " done. No sample is changed.")
  static final class Repair extends Base {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
      return repair(files);
    }

    static int repair(List<Path> files) {
      int exitCode = ExitCode.OK;
      for (Path file : files) {
        try {
          System.out.println(RecordingRepair.repair(file));
        } catch (IOException e) {
          ProgramLog.error(FailureText.of(e));
          exitCode = ExitCode.FAILED;
        }
      }
      return exitCode;
    }
  }

  /** {@code completion}. */
  @Command(
      name = "completion",
      description = {
        "Print a script with which bash and zsh complete commands, options and routes:",
        "  source <(camel-audio completion)"
      })
  static final class Completion extends Base {
    @Override
    public Integer call() {
      if (spec == null) {
        throw new IllegalStateException("not parsed");
      }
      System.out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
      return ExitCode.OK;
    }
  }
}
