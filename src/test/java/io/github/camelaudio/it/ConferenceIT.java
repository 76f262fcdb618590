package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conference: senders of different formats in, their mix recorded and on the radio. */
@Tag("sound")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ConferenceIT {

  private static final int SECONDS = 4;
  private static final int RATE = 48_000;

  @TempDir Path runs;
  private Path directory = Path.of("");

  @Test
  void senders_areMixed_recorded_andHeardOnTheRadio() throws Exception {
    RealTime.run(
        runs,
        fresh -> {
          directory = fresh;
          mixed();
        });
  }

  private void mixed() throws Exception {
    tone("low.wav", new PcmFormat(48_000, 1, Encoding.S16), 440, 0.3);
    tone("high.wav", new PcmFormat(44_100, 2, Encoding.S24), 1_500, 0.2);
    String port = "port=" + Tools.freePort();
    int radioPort = Tools.freePort();
    String listen =
        RouteFile.write(
            directory,
            "Listen",
            "from(\"radio:udp://127.0.0.1:" + radioPort + "\").to(\"wav:heard.wav\");");
    try (Program conference =
            Program.camelAudio(
                directory, "Conference.java", "transport=udp", port, "radioPort=" + radioPort);
        Program listener = Program.camelAudio(directory, listen)) {
      conference.await("radio:udp.* tuned in");
      try (Program low = sender("low.wav", port);
          Program high = sender("high.wav", port)) {
        assertThat(low.exitCode(Duration.ofSeconds(40))).as(low.output()).isZero();
        assertThat(high.exitCode(Duration.ofSeconds(40))).as(high.output()).isZero();
      }
      conference.await("mixer:room: stream .* ended", Duration.ofSeconds(20));
      conference.await("recorded .* s of stream", Duration.ofSeconds(20));
      listener.await("recorded .* s of stream", Duration.ofSeconds(20));
      listener.stop();
      conference.stop();
    }
    byte[] mix = Wav.data(Recordings.only(directory.resolve("recordings")));
    byte[] heard = Wav.data(directory.resolve("heard.wav"));
    assertThat(heard).as("what was on the radio").isEqualTo(mix);
    float[] left = left(mix);
    assertThat(loudest(left, 440)).isBetween(0.295, 0.305);
    assertThat(loudest(left, 1_500)).isBetween(0.195, 0.205);
    assertThat(loudest(left, 700)).isLessThan(0.01);
  }

  private Program sender(String file, String port) {
    return Program.camelAudio(
        directory, "WavSender.java", "file=" + file, "transport=udp", port, "peer=127.0.0.1");
  }

  private void tone(String name, PcmFormat format, double hz, double amplitude) throws Exception {
    float[] samples = new float[SECONDS * format.sampleRateHz() * format.channels()];
    for (int i = 0; i < samples.length; i++) {
      int frame = i / format.channels();
      double seconds = frame / (double) format.sampleRateHz();
      samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * seconds));
    }
    byte[] pcm = new byte[samples.length * format.encoding().bytesPerSample()];
    Samples.encode(format.encoding(), samples, 0, pcm, 0, samples.length);
    Wav.write(directory.resolve(name), format, pcm);
    assertThat(Files.size(directory.resolve(name))).isGreaterThan(44);
  }

  private static float[] left(byte[] s16Stereo) {
    float[] both = new float[s16Stereo.length / 2];
    Samples.decode(Encoding.S16, s16Stereo, 0, both, 0, both.length);
    float[] left = new float[both.length / 2];
    for (int i = 0; i < left.length; i++) {
      left[i] = both[2 * i];
    }
    return left;
  }

  /** The amplitude of a tone, stretched by half a percent at most, where it is loudest. */
  private static double loudest(float[] frames, double hz) {
    double loudest = 0;
    for (int from = 0; from + RATE / 4 <= frames.length; from += RATE / 8) {
      for (double stretch = -0.005; stretch <= 0.005; stretch += 0.0005) {
        loudest = Math.max(loudest, amplitude(frames, from, RATE / 4, hz * (1 + stretch)));
      }
    }
    return loudest;
  }

  private static double amplitude(float[] frames, int from, int count, double hz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < count; i++) {
      re += frames[from + i] * Math.cos(2 * Math.PI * hz * i / RATE);
      im += frames[from + i] * Math.sin(2 * Math.PI * hz * i / RATE);
    }
    return 2 * Math.hypot(re, im) / count;
  }
}
