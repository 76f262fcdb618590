package io.github.camelaudio.file.wav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.recorder.store.RecordingRepair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavRepairTest {

  private static final byte[] PCM = WavFiles.noise(8_000, 1);
  private static final byte[] FMT = WavFiles.fmt(1, 2, 1_000, 4, 16);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {0, 0xFFFF_FFFFL, 0x7FFF_F000L, 100, 4_000, 9_000})
  void repair_ofAnyWrongLength_countsAllSamples(long claimed) throws IOException {
    Path file = write(WavFiles.riff(FMT, WavFiles.chunk("data", claimed, PCM)));
    assertThat(RecordingRepair.repair(file))
        .startsWith(file + ": repaired: ")
        .contains("2000 frames");
    assertThat(bytes(file)).isEqualTo(WavFiles.riff(FMT, WavFiles.chunk("data", PCM)));
    assertThat(RecordingRepair.repair(file))
        .isEqualTo(file + ": nothing to repair, 2000 frames (2.000 s)");
  }

  @Test
  void repair_ofASoundFile_touchesNoByte() throws IOException {
    byte[] list = WavFiles.chunk("LIST", new byte[4]);
    byte[] sound = WavFiles.riff(FMT, WavFiles.chunk("data", PCM), list);
    Path file = write(sound);
    assertThat(RecordingRepair.repair(file)).contains("nothing to repair");
    assertThat(bytes(file)).isEqualTo(sound);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python_u8_mono_odd_data_8000.wav",
        "python_s24_mono_odd_data_44100.wav",
        "many_chunks_around.wav",
        "ffmpeg_rf64_s16_stereo.wav",
        "bw64_then_list.wav",
        "ffmpeg_f32_6ch_48000_extensible.wav",
        "data_length_0_at_end.wav",
        "data_length_0_then_list.wav",
      })
  void repair_ofGoldenFiles_changesNoSample(String name) throws IOException {
    Path golden = WavFiles.GOLDEN.resolve(name);
    Path file = Files.copy(golden, directory.resolve(name));
    RecordingRepair.repair(file);
    assertThat(WavFiles.readAll(file)).isEqualTo(WavFiles.readAll(golden));
    assertThat(Files.size(file) - Files.size(golden)).isBetween(0L, 1L);
  }

  @Test
  void repair_ofATrailingChunkThatWasCut_keepsItOutOfTheSamples() throws IOException {
    byte[] cut = WavFiles.chunk("cue ", 100, new byte[20]);
    Path file = write(WavFiles.riff(FMT, WavFiles.chunk("data", PCM), cut));
    RecordingRepair.repair(file);
    assertThat(WavFiles.readAll(file)).isEqualTo(PCM);
    ByteBuffer header = ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.getInt(4)).isEqualTo(header.capacity() - 8 - cut.length);
  }

  @Test
  void repair_ofAPartOfAFrameAtTheEnd_saysThatItStaysUncounted() throws IOException {
    byte[] more = Arrays.copyOf(PCM, 8_003);
    Path file = write(WavFiles.riff(FMT, WavFiles.chunk("data", 0, more)));
    assertThat(RecordingRepair.repair(file))
        .endsWith("; the last 3 bytes are no whole frame, and stay uncounted");
    assertThat(WavFiles.readAll(file)).isEqualTo(PCM);
    assertThat(Files.size(file)).isEqualTo(12 + FMT.length + 8 + 8_003);
  }

  @Test
  void repair_ofATrueLengthThatIsNoWholeFrame_touchesNothing() throws IOException {
    byte[] pcm = Arrays.copyOf(PCM, 23);
    byte[] sound = WavFiles.riff(FMT, WavFiles.chunk("data", pcm), new byte[1]);
    Path file = write(sound);
    assertThat(RecordingRepair.repair(file)).contains("nothing to repair, 5 frames");
    assertThat(bytes(file)).isEqualTo(sound);
  }

  @Test
  void repair_ofOddData_addsThePadByte() throws IOException {
    byte[] pcm = Arrays.copyOf(PCM, 3);
    byte[] fmt = WavFiles.fmt(1, 1, 8_000, 1, 8);
    Path file = write(WavFiles.riff(fmt, WavFiles.chunk("data", 0, pcm)));
    RecordingRepair.repair(file);
    assertThat(bytes(file)).isEqualTo(WavFiles.riff(fmt, WavFiles.chunk("data", pcm), new byte[1]));
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void repair_ofOurOwnFileCutAnywhere_keepsEveryWholeFrame(Encoding encoding) throws IOException {
    PcmFormat format = new PcmFormat(1_000, 2, encoding);
    byte[] pcm = WavFiles.noise(500 * format.bytesPerFrame(), 3);
    Path whole = directory.resolve("whole.wav");
    try (WavWriter writer = WavFiles.create(whole, format)) {
      writer.write(0, ByteBuffer.wrap(pcm));
    }
    int header = WavLayout.headerBytes(format, 0);
    Random random = new Random(5);
    for (int i = 0; i < 30; i++) {
      int cut = header + random.nextInt(pcm.length);
      Path file = write(Arrays.copyOf(bytes(whole), cut));
      RecordingRepair.repair(file);
      int frames = (cut - header) / format.bytesPerFrame();
      try (WavReader reader = WavReader.open(file)) {
        assertThat(reader.frames()).isEqualTo(OptionalLong.of(frames));
        assertThat(WavFiles.readAll(reader))
            .isEqualTo(Arrays.copyOf(pcm, frames * format.bytesPerFrame()));
      }
    }
  }

  @Test
  void repair_beyondFourGibibytes_makesRf64OfOurOwnFile() throws IOException {
    PcmFormat format = new PcmFormat(48_000, 2, Encoding.S16);
    Path file = directory.resolve("long.wav");
    long frames = 1_500_000_000L;
    WavWriter writer = WavFiles.create(file, format);
    writer.write(frames - 1, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
    writer.refreshHeader(false);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(WavLayout.header(format, new byte[0], 400, 0), 0); // as a crash leaves it
    }
    assertThat(RecordingRepair.repair(file))
        .contains("said 100 frames", "now says 1500000000 frames");
    try (WavReader reader = WavReader.open(file)) {
      assertThat(reader.frames()).isEqualTo(OptionalLong.of(frames));
    }
    writer.close();
  }

  @Test
  void repair_beyondFourGibibytesWithoutRoomForSizes_saysThatTheyAreUnknown() throws IOException {
    Path file = write(WavFiles.riff(FMT, WavFiles.chunk("data", 400, new byte[0])));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4), 5_000_000_000L);
    }
    RecordingRepair.repair(file);
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(header);
      assertThat(header.getInt(4)).isEqualTo(-1);
      assertThat(header.getInt(40)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 11, 12, 30, 43})
  void repair_ofAHeaderThatWasCut_saysWhy_andTouchesNothing(int length) throws IOException {
    byte[] cut = Arrays.copyOf(WavFiles.riff(FMT, WavFiles.chunk("data", PCM)), length);
    Path file = write(cut);
    assertThatThrownBy(() -> RecordingRepair.repair(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot repair " + file + ": it ");
    assertThat(bytes(file)).isEqualTo(cut);
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(directory.resolve("broken.wav"), content);
  }

  private static byte[] bytes(Path file) throws IOException {
    return Files.readAllBytes(file);
  }
}
