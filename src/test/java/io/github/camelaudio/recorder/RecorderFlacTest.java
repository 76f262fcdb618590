package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.named;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.recorder.store.Existing;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.RecordingKind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a recorder refuses to write as FLAC, with or without libFLAC; FlacRecorderIT has the rest.
 */
class RecorderFlacTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "f32/1000/2, 'set format=s24/1000/2, or '",
    "s32/1000/1, 'set format=s24/1000/1, or '",
    "s16/1000/9, 'set format=s16/1000/8, or '",
    "s16/768000/1, ''",
  })
  void aStreamThatFlacCannotHold_isOneLineThatSaysWhatToDo(String format, String advice)
      throws Exception {
    TestRecorder test = new TestRecorder(directory).existing(Existing.OVERRIDE);
    Path old = Files.writeString(directory.resolve("take.flac"), "old");
    PcmFormat other = PcmFormat.parse(format);
    try (LogLines log = new LogLines(TestRecorder.NAME + ": stream")) {
      for (int i = 0; i < 3; i++) {
        AudioBlock block =
            AudioBlock.builder(other)
                .streamId(1)
                .timestamp(10 * i)
                .pcm(new byte[10 * other.bytesPerFrame()]);
        test.recorder().record(block, named("take.flac"));
        test.recorder().runOnce(0);
      }
      assertThat(log.all())
          .containsExactly(
              "ERROR wav:test: stream 00000001 is not recorded any more: "
                  + old
                  + " cannot hold "
                  + format
                  + ": FLAC takes u8, s16 and s24, up to 8 channels and 655350 Hz; "
                  + advice
                  + "name the file .wav");
    }
    test.record(TestRecorder.block(2, 0, noise(10)));
    test.stop();
    assertThat(old).as("not opened, and not emptied").hasContent("old");
    assertThat(test.read("2.wav")).as("others go on").isEqualTo(noise(10));
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(3);
  }

  @Test
  void aNameWithoutIt_isWav() {
    assertThat(RecordingKind.of(Path.of("a/take.FLAC"))).isEqualTo(RecordingKind.FLAC);
    assertThat(RecordingKind.of(Path.of("take.flac/take"))).isEqualTo(RecordingKind.WAV);
    assertThat(RecordingKind.of(Path.of("take.flac.wav"))).isEqualTo(RecordingKind.WAV);
    assertThat(RecordingFiles.isOneFile("take.Flac")).isTrue();
  }
}
