package io.github.camelaudio.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory with a sound server and the processes of one measurement. Closed, all are ended, the
 * last one first, and the directory is deleted.
 */
final class TestBed implements Closeable {

  static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path directory;
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final NullSinks sound;

  /**
   * Starts the sound server.
   *
   * @param sinks as {@link NullSinks} takes them
   */
  TestBed(String... sinks) throws IOException, InterruptedException {
    this.directory = Files.createTempDirectory("ear");
    this.sound = add(new NullSinks(directory, sinks));
  }

  NullSinks sound() {
    return sound;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** Closes it with this one. */
  <T extends Closeable> T add(T part) {
    open.push(part);
    return part;
  }

  /** Starts Camel Audio here, and waits until it runs. */
  Job ours(String name, Object... arguments) throws IOException, InterruptedException {
    Job job = start(name, arguments);
    job.await("running ", LIMIT);
    return job;
  }

  /** Starts Camel Audio here. */
  Job start(String name, Object... arguments) throws IOException {
    return add(Job.ours(name, directory, sound.environment(), arguments));
  }

  Job gstreamer(String pipeline) throws IOException, InterruptedException {
    Job job = add(Job.gstreamer(directory, sound.environment(), pipeline));
    job.await("Setting pipeline to PLAYING", LIMIT);
    return job;
  }

  /** Starts any other program here. */
  Job program(String name, String... command) throws IOException {
    return add(new Job(name, directory, sound.environment(), List.of(command)));
  }

  /** Starts a class of the benchmarks, and waits until it is ready. */
  BenchProcess sender(Collection<?> arguments) throws IOException, InterruptedException {
    BenchProcess sender = add(BenchProcess.java(StreamSender.class, arguments));
    sender.await("ready", LIMIT);
    return sender;
  }

  /** One of the routes that come with the program. */
  static Path route(String name) {
    return Path.of("routes", name + ".java").toAbsolutePath();
  }

  /** Writes a route file: the statements of its configure method. */
  Path writeRoute(String name, String statements) throws IOException {
    return Files.writeString(
        path(name + ".java"),
        """
        import org.apache.camel.builder.RouteBuilder;

        public class %s extends RouteBuilder {
          @Override
          public void configure() {
            %s
          }
        }
        """
            .formatted(name, statements));
  }

  /** A receiver like routes/Receiver.java, over UDP, with options of its speaker. */
  Path writeReceiver(int port, String speakerOptions) throws IOException {
    return writeRoute(
        "EarReceiver",
        """
        from("netty:udp://127.0.0.1:%d?{{audio.udp.receive}}")
            .multicast()
            .to("speaker:default%s", "wav:recordings?maxOpen=200&fileName=${body.streamName}.wav");
        """
            .formatted(port, speakerOptions));
  }

  /** The pipeline of GStreamer that receives a stream of {@link StreamSender}, as far as sound. */
  static String gstreamerReception(int port, String jitterBuffer) {
    return "udpsrc address=127.0.0.1 port=%d caps=application/x-rtp,media=audio,clock-rate=48000"
            .formatted(port)
        + ",encoding-name=L16,channels=2,payload=97 ! rtpjitterbuffer"
        + jitterBuffer
        + " ! rtpL16depay ! audioconvert";
  }

  static int freePort(boolean udp) throws IOException {
    if (udp) {
      try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      }
    }
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** Datagrams that the kernel dropped at a port, because its socket was full. */
  static long drops(int port) throws IOException {
    long drops = 0;
    for (String table : List.of("udp", "udp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
        String[] fields = line.strip().split(" +", -1);
        if (fields.length > 12 && fields[1].endsWith(Words.of(":%04X", port))) {
          drops += Long.parseLong(fields[12]);
        }
      }
    }
    return drops;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
