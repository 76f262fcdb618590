package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stations and receivers by name, by multicast DNS on loopback: those that listen start first. What
 * is heard is what the sound server plays.
 */
@Tag("sound")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
@SuppressWarnings("try") // most routes only have to run
class DiscoveryIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
  private static final PcmFormat MONO = new PcmFormat(Ear.RATE, 1, Encoding.S16);
  private static final int[] TONES = {500, 700, 900, 1_100};
  private static final double LOUD = -12;

  @TempDir Path directory;

  /** A tone of {@value #LOUD} dB that has no seam where the file begins again. */
  private Path tone(int hz) throws Exception {
    ByteBuffer pcm = ByteBuffer.allocate(2 * Ear.RATE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < Ear.RATE; i++) {
      double full = Short.MAX_VALUE * Math.pow(10, LOUD / 20);
      pcm.putShort((short) Math.round(full * Math.sin(2 * Math.PI * hz * i / Ear.RATE)));
    }
    return Wav.write(directory.resolve(hz + ".wav"), MONO, pcm.array());
  }

  private static Properties announced(String name) {
    Properties properties = new Properties();
    properties.setProperty("audio.discovery", "true");
    properties.setProperty("audio.discovery.interface", "127.0.0.1");
    properties.setProperty("audio.name", name);
    return properties;
  }

  /** A station that plays a tone. */
  private Routes station(String name, int port, int hz) throws Exception {
    String file = "wav:" + tone(hz) + "?loop=true";
    return Routes.run(
        announced(name),
        routes -> routes.from(file).routeId("on").to("radio:tcp://127.0.0.1:" + port));
  }

  @Test
  void stationsAndReceivers_areFoundByName_followed_andListed() throws Exception {
    PulseServer.need();
    int port = Tools.freePort();
    String kitchen = "Kitchen " + port; // another run of this test has another name
    String hall = "Hall " + port;
    Path noise = Wav.write(directory.resolve("noise.wav"), FORMAT, Wav.noise(FORMAT, 1_000, port));
    try (PulseServer sound = new PulseServer(directory);
        Ear ear = new Ear(sound, directory);
        Program in = listener(sound, kitchen, hall).await("running In")) {
      try (Routes first = station(kitchen, port, TONES[0]);
          Routes udp = sender("radio:udp://127.0.0.1:" + port + "?waitForListener=true", kitchen);
          Routes peer = sender("netty:tcp://hall-" + port + ":1?{{audio.tcp.send}}", "x")) {
        heardWithinSixSeconds(ear, TONES[0]);
        try (Routes second = station(kitchen, Tools.freePort(), 50);
            Program list =
                Program.camelAudio(directory, "stations", "audio.discovery.interface=127.0.0.1")) {
          in.await("recorded 1.000 s .*over-udp.*nothing missing");
          in.await("recorded 1.000 s .*received.*nothing missing");
          assertThat(list.exitCode(Duration.ofSeconds(20))).as(list.output()).isZero();
          assertThat(list.lines("^" + kitchen + " +station +tcp://127.0.0.1:" + port + " +rtp "))
              .as(list.output())
              .isOne();
          assertThat(list.lines("^" + kitchen + " \\(2\\) +station +tcp://127.0.0.1:"))
              .as(list.output())
              .isOne();
          assertThat(list.lines("^" + hall + " +receiver +tcp://127.0.0.1:[0-9]+ +rtp "))
              .as(list.output())
              .isOne();
        }
      }
      try (Routes again = station(kitchen, Tools.freePort(), TONES[1])) {
        heardWithinSixSeconds(ear, TONES[1]);
        replace(again, "radio:tcp://127.0.0.1:" + Tools.freePort(), TONES[2]);
        heardWithinSixSeconds(ear, TONES[2]);
        replace(again, "radio:tcp://127.0.0.1:" + port + "?name=Cellar " + port, TONES[3]);
        heardWithinSixSeconds(ear, TONES[3]);
      }
    }
    for (String folder : new String[] {"over-udp", "received"}) {
      Heard.same(Wav.data(Recordings.only(directory.resolve(folder))), Wav.data(noise));
    }
  }

  /** Hears and records in a program of its own. */
  private Program listener(PulseServer sound, String kitchen, String hall) throws Exception {
    String port = kitchen.substring(kitchen.indexOf(' ') + 1);
    String route =
        RouteFile.write(
            directory,
            "In",
            """
            from("radio:tcp://kitchen-%1$s").to("speaker:default");
            from("radio:tcp://cellar-%1$s").to("speaker:default");
            from("radio:udp://kitchen-%1$s").to("wav:over-udp");
            from("netty:tcp://127.0.0.1:%2$d?{{audio.tcp.receive}}").to("wav:received");
            """
                .formatted(port, Tools.freePort()));
    Map<String, String> environment = new HashMap<>(sound.environment());
    environment.put("AUDIO_DISCOVERY", "true");
    environment.put("AUDIO_DISCOVERY_INTERFACE", "127.0.0.1");
    environment.put("AUDIO_NAME", hall);
    return Program.camelAudio(directory, environment, route);
  }

  private Routes sender(String to, String name) throws Exception {
    return Routes.run(
        announced(name),
        routes -> routes.from("wav:" + directory.resolve("noise.wav") + "?paced=false").to(to));
  }

  private void heardWithinSixSeconds(Ear ear, int hz) {
    long start = System.nanoTime();
    ear.await(hz, LOUD, 3);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
  }

  /** As an edit of a route file does. */
  private void replace(Routes routes, String to, int hz) throws Exception {
    String file = "wav:" + tone(hz) + "?loop=true";
    routes.stop("on");
    routes.context().removeRoute("on");
    RouteBuilder.addRoutes(routes.context(), fresh -> fresh.from(file).routeId("on").to(to));
  }
}
