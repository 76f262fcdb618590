package io.github.camelaudio.file.wav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a file is cut or damaged, it is refused as no WAV, or plays what it has, and ends. */
class WavDamageTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int DAMAGED_COPIES = 150;
  private static final long SEED = 20261120;
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  @TempDir Path folder;

  static List<Path> goldenFiles() throws IOException {
    try (Stream<Path> files = Files.list(WavFiles.GOLDEN)) {
      return files.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
    }
  }

  static Stream<Path> playableFiles() throws IOException {
    return goldenFiles().stream().filter(file -> !file.toString().contains("refused_"));
  }

  @ParameterizedTest
  @MethodSource("playableFiles")
  void read_ofFileCutAnywhere_isRefusedOrGivesItsBeginning(Path golden) throws IOException {
    byte[] whole = Files.readAllBytes(golden);
    byte[] samples = WavFiles.readAll(golden);
    assertTimeoutPreemptively(
        AT_MOST,
        () -> {
          for (int length = 0; length < whole.length; length++) {
            String what = golden + " cut to " + length + " bytes";
            readBothWays(Arrays.copyOf(whole, length), samples, what);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void read_ofFileWithDamagedBytes_isRefusedOrRead(Path golden) throws IOException {
    byte[] whole = Files.readAllBytes(golden);
    assertTimeoutPreemptively(
        AT_MOST,
        () -> {
          for (long seed = SEED; seed < SEED + DAMAGED_COPIES; seed++) {
            byte[] damaged = damaged(whole, new Random(seed));
            readBothWays(damaged, null, golden + " damaged with seed " + seed);
          }
        });
  }

  @Test
  void open_ofAFileOfManySmallChunks_costsInProportionToItsLength() throws IOException {
    byte[][] chunks = new byte[20_000][];
    Arrays.fill(chunks, WavFiles.chunk("JUNK", new byte[2]));
    chunks[chunks.length - 2] = WavFiles.fmt(1, 1, 8_000, 2, 16);
    chunks[chunks.length - 1] = WavFiles.chunk("data", new byte[2]);
    byte[] content = WavFiles.riff(chunks);
    Path file = Files.write(folder.resolve("chunks.wav"), content);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertEquals(2, WavFiles.readAll(file).length);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 100L * content.length, allocated + " bytes were allocated");
  }

  /** Most damage goes where it hurts: into the first hundred bytes. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    int bytes = 1 + random.nextInt(4);
    for (int i = 0; i < bytes; i++) {
      int reach = random.nextInt(4) == 0 ? damaged.length : Math.min(100, damaged.length);
      damaged[random.nextInt(reach)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xFF);
    }
    return damaged;
  }

  private void readBothWays(byte[] content, byte @Nullable [] samples, String what)
      throws IOException {
    Path file = Files.write(folder.resolve("damaged.wav"), content);
    try {
      read(WavReader.open(file), samples, what);
    } catch (WavFormatException refused) {
      // As it should.
    } catch (IOException | RuntimeException e) {
      fail(what, e);
    }
    try {
      read(WavReader.open(new ByteArrayInputStream(content), "a stream"), samples, what);
    } catch (WavFormatException refused) {
      // As it should.
    } catch (IOException | RuntimeException e) {
      fail(what + " as a stream", e);
    }
  }

  private static void read(WavReader opened, byte @Nullable [] whole, String what)
      throws IOException {
    try (WavReader reader = opened) {
      byte[] samples = WavFiles.readAll(reader);
      int bytesPerFrame = reader.format().bytesPerFrame();
      assertEquals(0, samples.length % bytesPerFrame, what);
      if (reader.frames().isEmpty()) {
        assertEquals(0, reader.missingBytes(), what);
        return;
      }
      int inFile = reader.fileFrameBytes();
      long read = (long) samples.length / bytesPerFrame * inFile;
      long claimed = read + reader.strayBytes() + reader.missingBytes();
      assertEquals(reader.frames().getAsLong(), claimed / inFile, what);
      if (whole != null) {
        assertTrue(samples.length <= whole.length, what);
        assertArrayEquals(Arrays.copyOf(whole, samples.length), samples, what);
      }
    }
  }
}
