package io.github.camelaudio.file.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.file.Repaired;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames are mono, 16 bits, 8,000 Hz, uncompressed: 192 samples each, the last one 100. */
class FlacRepairTest {

  private static final int BLOCK = 192;
  private static final int LAST = 100;
  private static final int FRAMES = 130; // numbers of one byte and of two
  private static final int START = 42 + 4 + 40;

  @TempDir private Path directory = Path.of("");
  private final Random random = new Random(7);
  private final List<Integer> ends = new ArrayList<>();
  private final byte[] whole = flac();

  private byte[] flac() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("fLaC".getBytes(StandardCharsets.US_ASCII));
    ByteBuffer info = ByteBuffer.allocate(38).putInt(34).putShort((short) BLOCK);
    info.putShort((short) BLOCK).position(14);
    out.writeBytes(info.putLong((8_000L << 8 | 15) << 36).array()); // the total is unknown
    out.writeBytes(ByteBuffer.allocate(44).putInt(0x81_00_00_28).array());
    assertThat(out.size()).isEqualTo(START);
    for (int number = 0; number < FRAMES; number++) {
      out.writeBytes(frame(number, number == FRAMES - 1 ? LAST : BLOCK));
      ends.add(out.size());
    }
    return out.toByteArray();
  }

  private byte[] frame(int number, int samples) {
    ByteBuffer frame = ByteBuffer.allocate(500);
    frame.putShort((short) 0xFFF8).put((byte) (samples == BLOCK ? 0x10 : 0x60)).put((byte) 0x08);
    if (number < 128) {
      frame.put((byte) number);
    } else {
      frame.put((byte) (0xC0 | number >> 6)).put((byte) (0x80 | (number & 0x3F)));
    }
    if (samples != BLOCK) {
      frame.put((byte) (samples - 1));
    }
    frame.put((byte) FlacCrc.crc8(frame.array(), 0, frame.position()));
    frame.put((byte) 2); // a verbatim subframe
    byte[] pcm = new byte[2 * samples];
    random.nextBytes(pcm);
    frame.put(pcm);
    int crc = FlacCrc.crc16(Arrays.copyOf(frame.array(), frame.position()));
    return Arrays.copyOf(frame.putShort((short) crc).array(), frame.position());
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(directory.resolve("take.flac"), content);
  }

  private static Repaired repair(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return FlacRepair.repair(channel, file.toString(), FlacRepair.USUAL_SEARCH_BYTES);
    }
  }

  private static long total(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).getLong(18) & ((1L << 36) - 1);
  }

  @Test
  void checksums_areThoseOfTheStandard() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(FlacCrc.crc8(check, 0, check.length)).isEqualTo(0xF4);
    assertThat(FlacCrc.crc16(check)).isEqualTo(0xFEE8);
  }

  @Test
  void fileThatWasCutAnywhere_hasAllWholeFrames_andNothingBehindThem() throws IOException {
    int edge = ends.get(0) - 20;
    int last = ends.get(FRAMES - 2) - 20;
    for (int cut = START;
        cut <= whole.length;
        cut += (cut > edge && cut < edge + 40) || cut > last ? 1 : 89) {
      int at = cut;
      int frames = (int) ends.stream().filter(end -> end <= at).count();
      long samples = frames == FRAMES ? (frames - 1L) * BLOCK + LAST : (long) frames * BLOCK;
      int end = frames == 0 ? START : ends.get(frames - 1);
      Path file = write(Arrays.copyOf(whole, cut));
      repair(file);
      assertThat(total(file)).as("cut at %d", cut).isEqualTo(samples);
      byte[] repaired = Files.readAllBytes(file);
      assertThat(repaired).as("cut at %d", cut).hasSize(end);
      assertThat(Arrays.equals(repaired, START, end, whole, START, end)).isTrue();
    }
  }

  @Test
  void zerosOfALossOfPower_areNoSound() throws IOException {
    int cut = ends.get(50) + 30;
    Path file = write(Arrays.copyOf(Arrays.copyOf(whole, cut), cut + 700_000));
    assertThat(repair(file).sentence())
        .startsWith("its header said no length, and now says 9792 frames (1.224 s); the last ");
    assertThat(total(file)).isEqualTo(51L * BLOCK);
    assertThat(Files.size(file)).isEqualTo(ends.get(50).longValue());
  }

  @Test
  void lengthThatIsTrue_leavesTheFileAsItIs_alsoItsChecksum() throws IOException {
    byte[] sound = whole.clone();
    ByteBuffer info = ByteBuffer.wrap(sound);
    info.putLong(18, info.getLong(18) | (FRAMES - 1L) * BLOCK + LAST).put(30, (byte) 9);
    Path file = write(sound);
    assertThat(repair(file).changed()).isFalse();
    assertThat(Files.readAllBytes(file)).isEqualTo(sound);
  }

  @Test
  void whatIsNoCutRecording_isRefused_andStaysAsItIs() throws IOException {
    byte[] varying = whole.clone();
    varying[9]--;
    byte[] noise = new byte[200_000];
    random.nextBytes(noise);
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    behind.writeBytes(whole);
    behind.writeBytes(noise);
    for (byte[] content :
        new byte[][] {
          new byte[0],
          Arrays.copyOf(whole, 41),
          Arrays.copyOf(whole, START - 1),
          "RIFF".getBytes(StandardCharsets.US_ASCII),
          varying,
          behind.toByteArray()
        }) {
      Path file = write(content);
      assertThatThrownBy(() -> repair(file))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot repair " + file + ": ");
      assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }
  }
}
