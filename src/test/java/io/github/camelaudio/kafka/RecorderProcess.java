package io.github.camelaudio.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A process that records a topic into a directory, one of a group, until it is killed. */
final class RecorderProcess {

  private static final String GROUP = "recorders";

  private final Process process;
  private final Path directory;

  private RecorderProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Starts one; its log is beside the directory. */
  static RecorderProcess start(Path directory, Broker broker, String topic, int sessionMillis)
      throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                RecorderProcess.class.getName(),
                directory.toString(),
                broker.address(),
                topic,
                String.valueOf(sessionMillis))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(Path.of(directory + ".log").toFile()))
            .start();
    return new RecorderProcess(process, directory);
  }

  /** What those of a directory have said. */
  static String log(Path directory) throws IOException {
    return Files.readString(Path.of(directory + ".log"));
  }

  static String group() {
    return GROUP;
  }

  Path directory() {
    return directory;
  }

  /** Ends it at once, as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as a user does; nothing when it has ended. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      kill();
    }
  }

  /**
   * A file of a recorder.
   *
   * @param stream its name
   * @param timestamp of the first frame
   * @param since when the sender sent that
   */
  record Take(Path path, String stream, int timestamp, Instant since) {

    private static final int BEGINNING = 1_024;
    private static final Pattern PLACE =
        Pattern.compile("stream ([0-9a-f]{8}) at (\\d+) on (\\S+Z)");

    private static Take of(Path path) {
      try {
        byte[] all = Files.readAllBytes(path);
        String text =
            new String(
                Arrays.copyOf(all, Math.min(all.length, BEGINNING)), StandardCharsets.ISO_8859_1);
        Matcher place = PLACE.matcher(text);
        if (!place.find()) {
          return new Take(path, "", 0, Instant.EPOCH);
        }
        return new Take(
            path,
            place.group(1),
            Integer.parseUnsignedInt(place.group(2)),
            Instant.parse(place.group(3)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The files of a directory, the oldest sound first. */
  static List<Take> takes(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(path -> path.toString().endsWith(".wav"))
          .map(Take::of)
          .sorted(Comparator.comparing(Take::since))
          .toList();
    }
  }

  /**
   * Records for ever.
   *
   * @param args the directory, the broker, the topic, the session time-out in ms
   */
  public static void main(String[] args) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("kafka:"
                      + args[2]
                      + "?brokers="
                      + args[1]
                      + "&{{audio.kafka.receive}}&groupId="
                      + GROUP
                      + "&additionalProperties.session.timeout.ms="
                      + args[3]
                      + "&additionalProperties.heartbeat.interval.ms=300"
                      + "&additionalProperties.audio.from=beginning"
                      + "&additionalProperties.audio.pace=false")
                  .to("wav:" + args[0] + "?fileName=${body.streamName}.wav");
            }
          });
      Runtime.getRuntime().addShutdownHook(new Thread(context::stop));
      context.start();
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
