package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 4.25 GiB in one file, more than RIFF can count, in little memory. */
class LongRecordingIT {

  private static final PcmFormat FORMAT = new PcmFormat(96_000, 8, Encoding.S32);
  private static final long FRAMES = (17L << 28) / FORMAT.bytesPerFrame();
  private static final int HEAP_MEGABYTES = 48;

  @TempDir Path directory;

  @Test
  void moreThanFourGibibytes_areOneFile_ofTheExactLengthInOtherPrograms() throws Exception {
    OtherPrograms.need();
    long free = Files.getFileStore(directory).getUsableSpace();
    Assumptions.assumeTrue(free > 6L << 30, "this test wants 6 GiB of room; there are " + free);
    writeSparse(directory.resolve("source.wav"));
    String recorder =
        RouteFile.write(
            directory,
            "RecordIt",
            """
            from("wav:source.wav?paced=false&block=100ms&onEnd=exit")
                .to("wav:got?fileName=take.wav");
            """);
    Path take = directory.resolve("got/take.wav");
    try (Program program = Program.camelAudio(HEAP_MEGABYTES, directory, recorder)) {
      program.await("wav:got: recording");
      long most = 0;
      while (program.isAlive()) {
        most = Math.max(most, residentMebibytes(program.pid()));
        Thread.sleep(100);
      }
      assertThat(program.exitCode(Duration.ofSeconds(1))).as(program.output()).isZero();
      assertThat(program.lines("nothing missing")).as(program.output()).isPositive();
      System.out.printf("4.25 GiB recorded, at most %d MiB resident%n", most);
      assertThat(most).as("MiB of memory").isBetween(20L, 300L);
    }
    assertThat(
            OtherPrograms.line(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "stream=duration_ts",
                "-of",
                "csv=p=0",
                take.toString()))
        .isEqualTo(String.valueOf(FRAMES));
    // From a pipe, sox believes the header; of a file it looks for what follows, byte by byte.
    assertThat(OtherPrograms.line("sh", "-c", "cat '" + take + "' | soxi -s -"))
        .isEqualTo(String.valueOf(FRAMES));
    assertThat(lastFrame(take)).as("the only frame that is no silence").isEqualTo("04030201");
    Files.delete(take);
  }

  /**
   * What ffmpeg finds at the very end; sox would read all there is before, which takes a minute.
   */
  private static String lastFrame(Path take) throws Exception {
    String command =
        "ffmpeg -v error -ss "
            + (double) (FRAMES - 4_800) / FORMAT.sampleRateHz()
            + " -i '"
            + take
            + "' -c:a pcm_s32le -f s32le - | tail -c 32 | head -c 4 | od -An -tx4 | tr -d ' '";
    return OtherPrograms.line("sh", "-c", command);
  }

  /** Nothing but the header and the last frame takes room on the disk. */
  private static void writeSparse(Path file) throws Exception {
    long bytes = FRAMES * FORMAT.bytesPerFrame();
    ByteBuffer header = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RF64")).putInt(-1).put(ascii("WAVEds64")).putInt(28);
    header.putLong(72 + bytes).putLong(bytes).putLong(FRAMES).putInt(0);
    header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) FORMAT.channels());
    header.putInt(FORMAT.sampleRateHz()).putInt(FORMAT.sampleRateHz() * FORMAT.bytesPerFrame());
    header.putShort((short) FORMAT.bytesPerFrame()).putShort((short) 32);
    header.put(ascii("data")).putInt(-1);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(header.flip());
      byte[] lastFrame = new byte[FORMAT.bytesPerFrame()];
      for (int i = 0; i < lastFrame.length; i++) {
        lastFrame[i] = (byte) (1 + i);
      }
      channel.write(ByteBuffer.wrap(lastFrame), 80 + bytes - lastFrame.length);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static long residentMebibytes(long pid) throws Exception {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
