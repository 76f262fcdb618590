package io.github.camelaudio.cli.warmup;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.ContextSecurity;
import io.github.camelaudio.device.NullDevices;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.wire.srtp.SrtpMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends noise through routes of its own, from a sender over UDP and TCP to a speaker and a
 * recorder, while the program starts: so that classes are loaded and hot code is compiled when the
 * first real packet comes, and its first second is processed in time.
 *
 * <p>Only what plays needs that: a sender's first packets may take some milliseconds more. A run
 * that reads a file itself is not made to wait for it either: it plays that one stream, for
 * somebody who waits for its first sound, and one stream is processed in time by cold code, too.
 *
 * <p>It has a Camel context of its own, which shares nothing with the program's but the code. Its
 * sockets are on a loopback address of their own, its speaker is no device, its files are in a
 * temporary directory; log4j2.properties drops its lines. When it fails, the program starts all the
 * same, only cold.
 */
public final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** A loopback address that no peer uses. */
  private static final String HOST = "127.0.0.77";

  private static final PcmFormat FORMAT = new PcmFormat(48_000, 2, Encoding.S16);
  private static final int BLOCK_FRAMES = 240;
  private static final int MIN_BLOCKS = 3_000;

  /**
   * With one stream alone the compiler would fit the mixer's loop to one, and start again at the
   * second: for three seconds, in which all else waits for it.
   */
  private static final int STREAMS = 16;

  private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
  private static final long AWAIT_MILLIS = 4_000;

  /** How long it takes to stop once it is told to, at most. */
  private static final long STOP_MILLIS = 3_000;

  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MAX_QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Between two blocks, so that what is sent over UDP is received, not dropped. */
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** One of this many blocks is left out, so that it is concealed. */
  private static final int GAP_EVERY = 50;

  private static final Pattern PLAYS = Pattern.compile("\\b(speaker|mixer):|\"\\{\\{");
  private static final Pattern READS_A_FILE = Pattern.compile("\\bfrom\\(\\s*\"wav:");

  private final Thread thread = new Thread(this::run, "warm-up");
  private final boolean encrypted;
  private volatile boolean enough;

  private WarmUp(boolean encrypted) {
    this.encrypted = encrypted;
    thread.setDaemon(true);
  }

  /**
   * Begins to warm up in the background, as far as a run of these routes needs it.
   *
   * @param routes the texts of the route files; an endpoint that is a placeholder may play
   * @param encrypted whether the program will encrypt: cold, that costs 5 % of a core for a minute
   * @return what the run has to wait for; null for nothing
   */
  public static @Nullable WarmUp start(Collection<String> routes, boolean encrypted) {
    if (isAwaited(routes)) {
      WarmUp started = new WarmUp(encrypted);
      started.thread.start();
      return started;
    }
    if (plays(routes)) {
      Thread hints = new Thread(CompilerHints::add, "warm-up");
      hints.setDaemon(true);
      hints.start();
    }
    return null;
  }

  private static boolean plays(Collection<String> routes) {
    return routes.stream().anyMatch(text -> PLAYS.matcher(text).find());
  }

  /** Whether a run of these routes begins warm. */
  static boolean isAwaited(Collection<String> routes) {
    return plays(routes) && routes.stream().noneMatch(text -> READS_A_FILE.matcher(text).find());
  }

  /**
   * Waits until the program is warm, or for four seconds; then it is told to stop, because beside
   * the first real packets it would do harm. Then what it took of the memory is given back.
   */
  public void await() {
    try {
      thread.join(AWAIT_MILLIS);
      enough = true;
      thread.join(STOP_MILLIS);
      MemoryTrim.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run ends before it began
    }
  }

  private void run() {
    Path directory = null;
    try {
      CompilerHints.add();
      PlayoutWarmUp.run();
      directory = Files.createTempDirectory("camel-audio-warm-up");
      warm(directory);
    } catch (Exception | Error e) {
      LOG.debug("the program starts cold", e);
    } finally {
      if (directory != null) {
        delete(directory);
      }
    }
  }

  private void warm(Path directory) throws Exception {
    int udpPort = freePort();
    int tcpPort = freePort();
    DefaultCamelContext context = new DefaultCamelContext();
    try {
      context.disableJMX();
      protect(context, directory);
      context.getShutdownStrategy().setTimeout(1);
      context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
      context.getRegistry().bind("devices", new NullDevices());
      context.addRoutes(routes(directory, udpPort, tcpPort));
      context.start();
      pump(context.createProducerTemplate());
      awaitQuiet(context);
    } finally {
      context.stop();
    }
  }

  /** With a key of its own, whatever the environment says; its sender is on this machine. */
  private void protect(CamelContext context, Path directory) {
    PropertiesComponent own = (PropertiesComponent) context.getPropertiesComponent();
    own.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
    own.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    own.addOverrideProperty(AddressRule.PROPERTY, "127.0.0.0/8");
    if (!encrypted) {
      ContextSecurity.of(context).turnOff();
      return;
    }
    Path keys = directory.resolve("warm-up.keys");
    KeyFile.add(keys, "warm-up", SrtpMode.EKT.keyBytes());
    own.addOverrideProperty("audio.keys", keys.toString());
    own.addOverrideProperty("audio.key", "");
    own.addOverrideProperty("audio.srtp", "");
  }

  /** So that nothing is under way when the context stops, which would be logged. */
  private static void awaitQuiet(CamelContext context) {
    long end = System.nanoTime() + MAX_QUIET_NANOS;
    do {
      LockSupport.parkNanos(QUIET_NANOS);
    } while (context.getInflightRepository().size() > 0 && System.nanoTime() < end);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private static RouteBuilder routes(Path directory, int udpPort, int tcpPort) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(noErrorHandler());
        from("netty:udp://" + HOST + ":" + udpPort + "?{{audio.udp.receive}}")
            .multicast()
            .to("speaker:warm-up", "wav:" + directory);
        from("netty:tcp://" + HOST + ":" + tcpPort + "?{{audio.tcp.receive}}")
            .multicast()
            .to("speaker:warm-up", "wav:" + directory);
        from("direct:warm-up")
            .multicast()
            .to(
                "netty:udp://" + HOST + ":" + udpPort + "?{{audio.udp.send}}",
                "netty:tcp://" + HOST + ":" + tcpPort + "?{{audio.tcp.send}}");
      }
    };
  }

  private void pump(ProducerTemplate template) {
    byte[] noise = new byte[BLOCK_FRAMES * FORMAT.bytesPerFrame()];
    new Random(1).nextBytes(noise);
    long end = System.nanoTime() + MAX_NANOS;
    for (int i = 0; i < MIN_BLOCKS && !enough && System.nanoTime() < end; i++) {
      int number = i / STREAMS;
      if (number % GAP_EVERY != GAP_EVERY - 1) {
        template.sendBody("direct:warm-up", block(1 + i % STREAMS, number, noise));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static AudioBlock block(int streamId, int number, byte[] noise) {
    return AudioBlock.builder(FORMAT)
        .streamId(streamId)
        .sequence(number)
        .timestamp(number * BLOCK_FRAMES)
        .live(true)
        .pcm(noise);
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.debug("{} stays", directory, e);
    }
  }
}
