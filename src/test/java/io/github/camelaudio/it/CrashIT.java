package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a recording process at random moments; the seed is in each message. */
class CrashIT {

  private static final long SEED = 20_261_121;
  private static final int KILLS = 50;
  private static final int SOURCE_MILLIS = 10_000;
  private static final int LONGEST_MILLIS = 2_200;

  @TempDir Path directory;

  @Test
  void aKilledRecording_opensEverywhere_andHasAllButTheLastSecond() throws Exception {
    OtherPrograms.need();
    List<PcmFormat> formats = OtherPrograms.formats(new int[] {1, 2}, new int[] {44_100});
    for (PcmFormat format : formats) {
      Wav.write(directory.resolve(format.encoding() + "" + format.channels()), format, pcm(format));
    }
    Random random = new Random(SEED);
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<Double>> kills = new ArrayList<>();
      for (int i = 0; i < KILLS; i++) {
        PcmFormat format = formats.get(i % formats.size());
        int number = i;
        long millis = random.nextInt(LONGEST_MILLIS);
        kills.add(two.submit(() -> kill(number, format, millis)));
      }
      double most = 0;
      for (Future<Double> kill : kills) {
        most = Math.max(most, kill.get());
      }
      System.out.printf("%d kills, seed %d: at most %.3f s were lost%n", KILLS, SEED, most);
    } finally {
      two.shutdownNow();
    }
  }

  /** Kills one recording so many milliseconds after its first block; the seconds that it lost. */
  private Double kill(int number, PcmFormat format, long millis) throws Exception {
    Path at = Files.createDirectory(directory.resolve("kill" + number));
    Path notes = at.resolve("notes");
    String source = directory.resolve(format.encoding() + "" + format.channels()).toString();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SharedClasses.QUICK);
    command.addAll(
        List.of(
            "-cp",
            classPath(),
            RecordUntilKilled.class.getName(),
            source,
            "wav:" + at + "/got?fileName=take.wav",
            notes.toString()));
    try (Program recorder = Program.of(at, Map.of(), command.toArray(String[]::new))) {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(Duration.ofSeconds(60))
          .until(() -> framesIn(notes) > 0);
      Thread.sleep(millis);
      recorder.kill();
    }
    long given = framesIn(notes);
    Path take = at.resolve("got/take.wav");
    String what =
        "seed " + SEED + ", kill " + number + " of " + format + " after " + millis + " ms";
    if (!Files.exists(take) || Files.size(take) == 0) {
      assertThat(given).as(what + ": no header yet").isLessThan(format.sampleRateHz());
      return (double) given / format.sampleRateHz();
    }
    byte[] all = pcm(format);
    for (Map.Entry<String, byte[]> read : OtherPrograms.read(take, format).entrySet()) {
      byte[] samples = read.getValue();
      long frames = samples.length / format.bytesPerFrame();
      assertThat(frames)
          .as(what + ", " + read.getKey())
          .isGreaterThan(given - format.sampleRateHz());
      assertThat(samples)
          .as(what + ", " + read.getKey())
          .isEqualTo(Arrays.copyOf(all, samples.length));
    }
    byte[] kept = OtherPrograms.ffmpeg(take, format);
    return (double) (given - kept.length / format.bytesPerFrame()) / format.sampleRateHz();
  }

  private static long framesIn(Path notes) throws Exception {
    return Files.exists(notes) && Files.size(notes) == Long.BYTES
        ? ByteBuffer.wrap(Files.readAllBytes(notes)).getLong()
        : 0;
  }

  /** As that of the class archive, the jar with what its manifest names, and tests behind it. */
  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Program.JAR.toString(),
        Path.of("target", "test-classes").toAbsolutePath().toString());
  }

  /** Samples that sox, which computes in 32-bit integers, keeps as they are. */
  private static byte[] pcm(PcmFormat format) {
    byte[] pcm = Wav.noise(format, SOURCE_MILLIS, 7);
    if (format.encoding().isFloat()) {
      ByteBuffer floats = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < pcm.length; at += Float.BYTES) {
        floats.putFloat(at, Math.round(floats.getFloat(at) * (1 << 23)) / (float) (1 << 23));
      }
    }
    return pcm;
  }
}
