package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file system of four megabytes that becomes full. It wants the right to mount one; where that is
 * missing, RecorderTroubleTest does the same with a file system of its own.
 */
class FullDiskIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;

  @TempDir Path directory;

  @Test
  void aFullDisk_leavesAFileThatOpensEverywhere_andTheRecordingGoesOnWhenThereIsRoom()
      throws Exception {
    OtherPrograms.need();
    Path small = Files.createDirectory(directory.resolve("small"));
    Assumptions.assumeTrue(
        mount(small), "this test wants the right to mount a tmpfs (root in a Linux container)");
    try {
      fill(small);
    } finally {
      run("umount", small.toString());
    }
  }

  private void fill(Path small) throws Exception {
    byte[] pcm = Wav.noise(FORMAT, 30_000, 5);
    Wav.write(directory.resolve("source.wav"), FORMAT, pcm);
    Path filler = Files.write(small.resolve("filler"), new byte[3_600_000]);
    String recorder =
        RouteFile.write(
            directory, "RecordIt", "from(\"wav:source.wav\").to(\"wav:small?fileName=take.wav\");");
    try (Program program = Program.camelAudio(directory, recorder)) {
      program.await("wav:small: cannot write small/take.wav: No space left on device");
      Path first = Files.copy(small.resolve("take.wav"), directory.resolve("first.wav"));
      Thread.sleep(2_500); // some more tries on a full disk
      assertThat(Recordings.of(small)).hasSize(1);
      Files.delete(filler);
      program.await("wav:small: recording again; [0-9]+ blocks were not written");
      Thread.sleep(1_000);
      program.stop();
      assertThat(program.lines("cannot write")).as("said once").isEqualTo(1);
      assertThat(program.lines("recorded .* blocks not written")).isEqualTo(1);
      Path second = small.resolve("take-1.wav");
      byte[] kept = OtherPrograms.ffmpeg(first, FORMAT);
      assertThat(kept.length).as("all that fits").isBetween(400_000, 600_000);
      OtherPrograms.read(first, FORMAT)
          .forEach(
              (reader, samples) ->
                  assertThat(samples).as(reader).isEqualTo(Arrays.copyOf(pcm, kept.length)));
      byte[] later = OtherPrograms.ffmpeg(second, FORMAT);
      assertThat(later.length).isGreaterThan(100_000);
      OtherPrograms.read(second, FORMAT)
          .forEach((reader, samples) -> assertThat(samples).as(reader).isEqualTo(later));
      assertThat(indexOf(pcm, later)).as("where it goes on").isGreaterThan(kept.length);
    }
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; at <= all.length - part.length; at += FORMAT.bytesPerFrame()) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean mount(Path at) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", at.toString()) == 0;
  }

  private static int run(String... command) throws Exception {
    try (Program program =
        Program.of(Path.of(System.getProperty("java.io.tmpdir")), Map.of(), command)) {
      return program.exitCode(Duration.ofSeconds(20));
    }
  }
}
