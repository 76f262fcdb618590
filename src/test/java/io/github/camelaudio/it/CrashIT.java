package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.recorder.store.RecordingRepair;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a recording process at random moments; the seed is in each message. */
class CrashIT {

  private static final long SEED = 20_261_121;
  private static final int KILLS = 25;
  private static final int RECORDINGS = 2;
  private static final int SOURCE_MILLIS = 10_000;
  private static final int LONGEST_MILLIS = 2_200;

  @TempDir Path directory;

  @Test
  void aKilledRecording_opensEverywhere_andHasAllButTheLastSecond() throws Exception {
    OtherPrograms.need();
    List<PcmFormat> formats = OtherPrograms.formats(new int[] {1, 2}, new int[] {44_100});
    for (PcmFormat format : formats) {
      Wav.write(directory.resolve(name(format)), format, pcm(format));
    }
    Random random = new Random(SEED);
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<Double>> kills = new ArrayList<>();
      for (int i = 0; i < KILLS; i++) {
        int number = i;
        List<PcmFormat> killed =
            IntStream.range(RECORDINGS * i, RECORDINGS * (i + 1))
                .mapToObj(each -> formats.get(each % formats.size()))
                .toList();
        long millis = random.nextInt(LONGEST_MILLIS);
        kills.add(two.submit(() -> kill(number, killed, millis)));
      }
      double most = 0;
      for (Future<Double> kill : kills) {
        most = Math.max(most, kill.get());
      }
      System.out.printf(
          "%d kills of %d recordings, seed %d: at most %.3f s were lost%n",
          KILLS, RECORDINGS, SEED, most);
    } finally {
      two.shutdownNow();
    }
  }

  /** Kills recordings some milliseconds after their first blocks; the most seconds lost of one. */
  private Double kill(int number, List<PcmFormat> formats, long millis) throws Exception {
    Path at = Files.createDirectory(directory.resolve("kill" + number));
    String[] command = command(at, formats, "take.wav");
    try (Program recorder = Program.of(at, Map.of(), command)) {
      for (PcmFormat format : formats) {
        Awaitility.await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(Duration.ofSeconds(60))
            .until(() -> framesIn(notes(at, format)) > 0);
      }
      Thread.sleep(millis);
      if (number == 0) {
        refusesToBeRepaired(take(at, formats.get(0)));
      }
      recorder.kill();
    }
    double most = 0;
    for (PcmFormat format : formats) {
      String what =
          "seed " + SEED + ", kill " + number + " of " + format + " after " + millis + " ms";
      most = Math.max(most, lostSeconds(at, format, what));
    }
    if (number == 0) {
      startAgain(at, formats.get(0));
    }
    return most;
  }

  private static void refusesToBeRepaired(Path take) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(take) && Files.size(take) > 1_000);
    assertThatThrownBy(() -> RecordingRepair.repair(take))
        .hasMessage("cannot repair " + take + ": another program is writing it");
  }

  private String[] command(Path at, List<PcmFormat> formats, String fileName) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SharedClasses.QUICK);
    command.addAll(List.of("-cp", classPath(), RecordUntilKilled.class.getName()));
    for (PcmFormat format : formats) {
      command.add(directory.resolve(name(format)).toString());
      command.add("wav:" + at + "/" + name(format) + "?fileName=" + fileName);
      command.add(notes(at, format).toString());
    }
    return command.toArray(String[]::new);
  }

  /** The next start completes what the kill left open, and records beside it. */
  private void startAgain(Path at, PcmFormat format) throws Exception {
    Path take = take(at, format);
    try (SeekableByteChannel more = Files.newByteChannel(take, StandardOpenOption.APPEND)) {
      more.write(ByteBuffer.wrap(pcm(format), 0, format.bytesPerFrame() * 1_000));
    }
    assertThat(WavFiles.unclaimed(take)).isPositive();
    Files.delete(notes(at, format));
    try (Program again = Program.of(at, Map.of(), command(at, List.of(format), "again.wav"))) {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> WavFiles.unclaimed(take) == 0);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(take.resolveSibling("again.wav")));
      again.kill();
    }
  }

  private static double lostSeconds(Path at, PcmFormat format, String what) throws Exception {
    long given = framesIn(notes(at, format));
    Path take = take(at, format);
    if (!Files.exists(take) || Files.size(take) == 0) {
      assertThat(given).as(what + ": no header yet").isLessThan(format.sampleRateHz());
      return (double) given / format.sampleRateHz();
    }
    byte[] all = pcm(format);
    long kept = Long.MAX_VALUE;
    for (Map.Entry<String, byte[]> read : OtherPrograms.read(take, format).entrySet()) {
      byte[] samples = read.getValue();
      long frames = samples.length / format.bytesPerFrame();
      assertThat(frames)
          .as(what + ", " + read.getKey())
          .isGreaterThan(given - format.sampleRateHz());
      assertThat(samples)
          .as(what + ", " + read.getKey())
          .isEqualTo(Arrays.copyOf(all, samples.length));
      kept = Math.min(kept, frames);
    }
    return (double) (given - kept) / format.sampleRateHz();
  }

  private static Path take(Path at, PcmFormat format) {
    return at.resolve(name(format)).resolve("take.wav");
  }

  private static String name(PcmFormat format) {
    return format.encoding() + "" + format.channels();
  }

  private static Path notes(Path at, PcmFormat format) {
    return at.resolve("notes-" + name(format));
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
