package io.github.camelaudio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakRecordingsTest {

  @TempDir Path directory;

  @Test
  void readNew_completedFile_isReadOnce() throws Exception {
    write("a/take-00001.wav", 48_000, 4_800);
    SoakRecordings recordings = new SoakRecordings(directory);

    assertThat(recordings.readNew(Instant.now())).isEqualTo(SoakRecordings.Found.NOTHING);
    Instant later = Instant.now().plusSeconds(60);
    assertThat(recordings.readNew(later)).isEqualTo(new SoakRecordings.Found(1, 1, 0.1, 0));
    assertThat(recordings.readNew(later)).isEqualTo(SoakRecordings.Found.NOTHING);
  }

  @Test
  void readNew_fileThatBreaksOff_hasAFault() throws Exception {
    Path file = write("take.wav", 48_000, 0);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1_044));

    SoakRecordings.Found found =
        new SoakRecordings(directory).readNew(Instant.now().plusSeconds(60));

    assertThat(found.faults()).isPositive();
  }

  private Path write(String name, int frames, int silent) throws IOException {
    ByteArrayOutputStream wav = new ByteArrayOutputStream();
    int bytesPerFrame = Tone.FORMAT.bytesPerFrame();
    wav.write(Tone.header(frames * bytesPerFrame));
    for (int i = 0; i < frames * bytesPerFrame; i++) {
      wav.write(i < silent * bytesPerFrame ? 0 : 1);
    }
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, wav.toByteArray());
  }
}
