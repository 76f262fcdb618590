package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.file.wav.WavReader;
import io.github.camelaudio.recorder.store.RecordingRepair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Repair of any file: refused and untouched, or repaired once and for all. No sound is lost, none
 * is moved, and at most a pad byte is added.
 */
class WavRepairFuzzTest {

  private static final Cost COST = new Cost(2_000_000, 2_000);
  private static final Path FILE = Scratch.file(".wav");

  @MethodSource("io.github.camelaudio.fuzz.Seeds#wavs")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, WavRepairFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(Seeds.wavs(), this::fuzz);
  }

  private static void run(byte[] input) throws IOException {
    Files.write(FILE, input);
    byte[] before = sound();
    String said;
    try {
      said = RecordingRepair.repair(FILE);
    } catch (IOException refused) {
      assertArrayEquals(input, Files.readAllBytes(FILE), "refused, but changed");
      return;
    }
    byte[] repaired = Files.readAllBytes(FILE);
    int added = repaired.length - input.length;
    assertTrue(added == 0 || (added == 1 && repaired[input.length] == 0), () -> added + " added");
    if (said.contains("nothing to repair")) {
      assertArrayEquals(input, repaired, said);
    }
    byte[] after = sound();
    if (before != null) {
      assertNotNull(after, "not played any more");
      assertTrue(after.length >= before.length, () -> before.length + " to " + after.length);
      assertArrayEquals(before, Arrays.copyOf(after, before.length));
    }
    String again = RecordingRepair.repair(FILE);
    assertTrue(again.contains("nothing to repair"), () -> said + "; then " + again);
    assertArrayEquals(repaired, Files.readAllBytes(FILE));
    assertEquals(again, RecordingRepair.repair(FILE));
  }

  private static byte @Nullable [] sound() {
    try (WavReader reader = WavReader.open(FILE)) {
      byte[] buffer = new byte[64 * reader.format().bytesPerFrame()];
      ByteArrayOutputStream pcm = new ByteArrayOutputStream();
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        pcm.write(buffer, 0, read);
      }
      return pcm.toByteArray();
    } catch (IOException refused) {
      return null;
    }
  }
}
