package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.MemoryChannel;
import io.github.camelaudio.file.wav.WavFormatException;
import io.github.camelaudio.file.wav.WavReader;
import io.github.camelaudio.file.wav.WavWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** WAV and RF64, as files and as streams: refused, or read alike and written again. */
class WavReaderFuzzTest {

  private static final Cost COST = new Cost(2_000_000, 2_000);
  private static final Path FILE = Scratch.file(".wav");

  /** From 8 bits a sample, of A-law and the like, to 16. */
  private static final int MOST_GROWTH = 2;

  @SuppressWarnings("ArrayRecordComponent") // never compared as such
  private record Sound(PcmFormat format, byte[] pcm) {}

  @MethodSource("io.github.camelaudio.fuzz.Seeds#wavs")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, WavReaderFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(Seeds.wavs(), this::fuzz);
  }

  private static void run(byte[] input) throws IOException {
    Sound streamed = stream(input);
    if (streamed != null) {
      assertTrue(streamed.pcm.length <= MOST_GROWTH * input.length);
      assertArrayEquals(streamed.pcm, writtenAgain(streamed).pcm);
    }
    Files.write(FILE, input);
    Sound filed = file();
    if (streamed != null) {
      assertNotNull(filed, "refused as a file only");
      assertEquals(streamed.format, filed.format);
      if (streamed.pcm.length > 0) { // a length of 0 means more where one can look ahead
        assertArrayEquals(streamed.pcm, filed.pcm);
      }
    }
  }

  private static @Nullable Sound stream(byte[] input) throws IOException {
    try (WavReader reader = WavReader.open(new ByteArrayInputStream(input), "input")) {
      return read(reader);
    } catch (WavFormatException refused) {
      return null;
    }
  }

  private static @Nullable Sound file() throws IOException {
    try (WavReader reader = WavReader.open(FILE)) {
      return read(reader);
    } catch (WavFormatException refused) {
      return null;
    }
  }

  private static Sound read(WavReader reader) throws IOException {
    int frameBytes = reader.format().bytesPerFrame();
    byte[] buffer = new byte[64 * frameBytes];
    ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
      assertTrue(read > 0 && read % frameBytes == 0, "read " + read);
      pcm.write(buffer, 0, read);
    }
    assertEquals(-1, reader.read(buffer), "after the end");
    reader.faults().forEach(fault -> assertTrue(!fault.isBlank()));
    return new Sound(reader.format(), pcm.toByteArray());
  }

  private static Sound writtenAgain(Sound sound) throws IOException {
    MemoryChannel channel = new MemoryChannel();
    try (WavWriter writer = new WavWriter(channel, sound.format, new byte[0])) {
      writer.write(0, ByteBuffer.wrap(sound.pcm));
    }
    Sound again = stream(channel.contents());
    if (again == null) {
      throw new AssertionError("what was written is refused");
    }
    assertEquals(sound.format, again.format);
    return again;
  }
}
