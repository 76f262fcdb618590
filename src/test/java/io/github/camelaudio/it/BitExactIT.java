package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From one process to another, every format arrives as it was, no frame more or less. */
class BitExactIT {

  private static final int[] RATES = {8_000, 11_025, 22_050, 44_100, 48_000, 96_000};
  private static final int[] CHANNELS = {1, 2, 6};
  private static final int MILLIS = 237; // ends with a block that is not full

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"tcp, false", "udp, true"})
  void everyFormat_overTheNetwork_arrivesBitForBit(String transport, boolean paced)
      throws Exception {
    List<PcmFormat> formats = formats();
    for (PcmFormat format : formats) {
      Wav.write(
          directory.resolve(name(format)), format, Wav.noise(format, MILLIS, format.hashCode()));
    }
    int port = Tools.freePort();
    String receiver =
        RouteFile.write(
            directory,
            "Record",
            """
            from("netty:%s://127.0.0.1:%d?{{audio.%s.receive}}")
                .to("wav:got?fileName=${body.format.encoding}-${body.format.sampleRateHz}-${body.format.channels}.wav");
            """
                .formatted(transport, port, transport));
    String target =
        "netty:%s://127.0.0.1:%d?{{audio.%s.send}}".formatted(transport, port, transport);
    String sender = RouteFile.write(directory, "OneByOne", oneByOne(formats, target, paced));
    try (Program to = Program.camelAudio(directory, receiver).await("running Record");
        Program from = Program.camelAudio(directory, sender)) {
      assertThat(from.exitCode(Duration.ofMinutes(2))).as(from.output()).isZero();
      to.await("recorded .* to got/" + name(formats.get(formats.size() - 1)));
      to.stop();
      assertThat(to.lines("^[0-9: -]+  wav:got: recorded .*nothing missing"))
          .isEqualTo(formats.size());
    }
    for (PcmFormat format : formats) {
      assertThat(Wav.data(directory.resolve("got").resolve(name(format))))
          .as(format.toString())
          .isEqualTo(Wav.data(directory.resolve(name(format))));
    }
    assertThat(Recordings.of(directory.resolve("got"))).hasSameSizeAs(formats);
  }

  private static List<PcmFormat> formats() {
    List<PcmFormat> formats = new ArrayList<>();
    for (Encoding encoding : Encoding.values()) {
      for (int rate : RATES) {
        for (int channels : CHANNELS) {
          formats.add(new PcmFormat(rate, channels, encoding));
        }
      }
    }
    return formats;
  }

  private static String name(PcmFormat format) {
    return format.encoding() + "-" + format.sampleRateHz() + "-" + format.channels() + ".wav";
  }

  /** Routes of which each starts when the one before has ended; the last one ends the run. */
  private static String oneByOne(List<PcmFormat> formats, String target, boolean paced) {
    StringBuilder code =
        new StringBuilder(
            """
            class Next extends org.apache.camel.support.RoutePolicySupport {
              @Override
              public void onStop(org.apache.camel.Route route) {
                int next = Integer.parseInt(route.getRouteId()) + 1;
                new Thread(() -> {
                  try {
                    getContext().getRouteController().startRoute(String.valueOf(next));
                  } catch (Exception e) {
                    e.printStackTrace();
                  }
                }).start();
              }
            }
            """);
    for (int i = 0; i < formats.size(); i++) {
      boolean last = i == formats.size() - 1;
      code.append(
          "from(\"wav:%s?paced=%s&onEnd=%s\").routeId(\"%d\").autoStartup(%s)%s.to(\"%s\");%n"
              .formatted(
                  name(formats.get(i)),
                  paced,
                  last ? "exit" : "stop",
                  i,
                  i == 0,
                  last ? "" : ".routePolicy(new Next())",
                  target));
    }
    return code.toString();
  }
}
