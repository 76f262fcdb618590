package io.github.camelaudio.file.wav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavWriterTest {

  private static final PcmFormat STEREO = new PcmFormat(48_000, 2, Encoding.S16);
  private static final PcmFormat U8 = new PcmFormat(8000, 1, Encoding.U8);
  private static final int HEADER_BYTES = 80;

  private final MemoryChannel file = new MemoryChannel();

  @Test
  void new_writesHeaderOfTheLayoutInItsComment() throws IOException {
    new WavWriter(file, STEREO, new byte[0]);
    byte[] expected =
        WavFiles.riff(
            WavFiles.chunk("JUNK", new byte[28]),
            WavFiles.fmt(1, 2, 48_000, 4, 16),
            WavFiles.chunk("data", new byte[0]));
    assertArrayEquals(expected, file.contents());
    assertEquals(HEADER_BYTES, expected.length);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void write_beyondTheEnd_fillsTheGapWithSilence(Encoding encoding) throws IOException {
    PcmFormat format = new PcmFormat(48_000, 2, encoding);
    byte[] pcm = noise(10, format);
    long gapFrames = 100_003; // longer than every buffer
    try (WavWriter writer = new WavWriter(file, format, new byte[0])) {
      assertTrue(writer.write(gapFrames, ByteBuffer.wrap(pcm)));
      assertEquals(gapFrames + 10, writer.frames());
    }
    byte[] silence = new byte[(int) gapFrames * format.bytesPerFrame()];
    Arrays.fill(silence, encoding == Encoding.U8 ? (byte) 0x80 : 0);
    assertArrayEquals(WavFiles.concat(silence, pcm), samplesIn(file.contents()));
  }

  @Test
  void write_ofLateBlock_fillsItsGap() throws IOException {
    byte[] pcm = noise(300, STEREO);
    try (WavWriter writer = new WavWriter(file, STEREO, new byte[0])) {
      writer.write(0, frames(pcm, 0, 100));
      writer.write(200, frames(pcm, 200, 100));
      assertTrue(writer.write(100, frames(pcm, 100, 100)));
      assertEquals(300, writer.frames());
    }
    assertArrayEquals(pcm, samplesIn(file.contents()));
  }

  @Test
  void write_ofRepeatedBlock_changesNothing() throws IOException {
    byte[] pcm = noise(300, STEREO);
    try (WavWriter writer = new WavWriter(file, STEREO, new byte[0])) {
      writer.write(0, frames(pcm, 0, 300));
      writer.write(100, frames(pcm, 100, 50));
      assertEquals(300, writer.frames());
    }
    assertArrayEquals(pcm, samplesIn(file.contents()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void write_ofBlocksInAnyOrder_givesTheStream(long seed) throws IOException {
    Random random = new Random(seed);
    PcmFormat format = new PcmFormat(48_000, 2, Encoding.S24);
    int blocks = 200;
    int blockFrames = 1 + random.nextInt(700);
    byte[] pcm = noise(blocks * blockFrames, format);
    int[] order = random.ints(0, blocks).distinct().limit(blocks).toArray();
    try (WavWriter writer = new WavWriter(file, format, new byte[0])) {
      for (int block : order) {
        int bytes = blockFrames * format.bytesPerFrame();
        writer.write((long) block * blockFrames, ByteBuffer.wrap(pcm, block * bytes, bytes));
        if (random.nextInt(20) == 0) {
          writer.refreshHeader(false);
        }
      }
    }
    assertArrayEquals(pcm, samplesIn(file.contents()));
  }

  @Test
  void write_ofConsecutiveBlocks_gathersThem() throws IOException {
    byte[] pcm = noise(100_000, STEREO);
    try (WavWriter writer = new WavWriter(file, STEREO, new byte[0])) {
      for (int frame = 0; frame < 100_000; frame += 100) {
        writer.write(frame, frames(pcm, frame, 100));
      }
    }
    assertTrue(file.writtenAt.size() < 12, () -> file.writtenAt.size() + " writes for 400 kB");
    assertArrayEquals(pcm, samplesIn(file.contents()));
  }

  @Test
  void write_consumesTheBlockAndReadsNoFurther() throws IOException {
    WavWriter writer = new WavWriter(file, STEREO, new byte[0]);
    ByteBuffer pcm = ByteBuffer.allocate(24).position(8).limit(16).asReadOnlyBuffer();
    writer.write(0, pcm);
    assertEquals(16, pcm.position());
    assertEquals(2, writer.frames());
  }

  @Test
  void write_ofPartialFrameOrNegativePlace_isRefused() throws IOException {
    WavWriter writer = new WavWriter(file, STEREO, new byte[0]);
    assertThrows(IllegalArgumentException.class, () -> writer.write(0, ByteBuffer.allocate(5)));
    assertThrows(IllegalArgumentException.class, () -> writer.write(-1, ByteBuffer.allocate(4)));
    assertEquals(0, writer.frames());
  }

  @Test
  void extendTo_addsSilenceAndNeverShortens() throws IOException {
    try (WavWriter writer = new WavWriter(file, U8, new byte[0])) {
      writer.extendTo(5);
      writer.extendTo(3);
      assertEquals(5, writer.frames());
    }
    byte[] silence = {-128, -128, -128, -128, -128};
    assertArrayEquals(silence, samplesIn(file.contents()));
  }

  @Test
  void close_ofOddData_addsThePadByteAndCountsItInTheRiffSizeOnly() throws IOException {
    try (WavWriter writer = new WavWriter(file, U8, new byte[0])) {
      writer.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }
    ByteBuffer contents = ByteBuffer.wrap(file.contents()).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(HEADER_BYTES + 4, contents.capacity());
    assertEquals(HEADER_BYTES + 4 - 8, contents.getInt(4));
    assertEquals(3, contents.getInt(HEADER_BYTES - 4));
    assertEquals(0, contents.get(HEADER_BYTES + 3));
  }

  @Test
  void refreshHeader_whileRecording_makesTheFileWhole() throws IOException {
    byte[] pcm = WavFiles.noise(2001, 5);
    WavWriter writer = new WavWriter(file, U8, new byte[0]);
    writer.write(0, ByteBuffer.wrap(pcm, 0, 1001));
    writer.refreshHeader(false);
    byte[] copy = file.contents();
    assertEquals(copy.length - 8, ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
    try (WavReader reader = open(copy)) {
      assertEquals(OptionalLong.of(1001), reader.frames());
      assertArrayEquals(Arrays.copyOf(pcm, 1001), WavFiles.readAll(reader));
    }
    writer.write(1001, ByteBuffer.wrap(pcm, 1001, 1000));
    writer.close();
    assertArrayEquals(pcm, samplesIn(file.contents()));
  }

  @Test
  void refreshHeader_writesTheSamplesFirst() throws IOException {
    WavWriter writer = new WavWriter(file, STEREO, new byte[0]);
    writer.write(0, ByteBuffer.allocate(400));
    file.writtenAt.clear();
    writer.refreshHeader(false);
    assertEquals(List.of((long) HEADER_BYTES, 0L), file.writtenAt);
  }

  @Test
  void refreshHeader_ofFloats_tellsTheirNumberInFact() throws IOException {
    PcmFormat format = new PcmFormat(48_000, 2, Encoding.F32);
    WavWriter writer = new WavWriter(file, format, new byte[0]);
    writer.extendTo(77);
    writer.refreshHeader(false);
    ByteBuffer contents = ByteBuffer.wrap(file.contents()).order(ByteOrder.LITTLE_ENDIAN);
    int fact = 12 + 36 + 8 + 18;
    assertEquals("fact", ChunkNames.text(contents.getInt(fact)));
    assertEquals(77, contents.getInt(fact + 8));
  }

  @Test
  void write_whenTheDiskIsFull_failsAndKeepsWhatFits() throws IOException {
    byte[] pcm = noise(50_000, STEREO);
    WavWriter writer = new WavWriter(file, STEREO, new byte[0]);
    file.limitTo(HEADER_BYTES + 70_000);
    assertThrows(IOException.class, () -> writer.write(0, ByteBuffer.wrap(pcm)));
    assertThrows(IOException.class, writer::close);
    assertFalse(file.isOpen());
    byte[] samples = samplesIn(file.contents());
    assertArrayEquals(Arrays.copyOf(pcm, 70_000), samples);
  }

  @Test
  void close_afterRoomIsMadeOnAFullDisk_losesNothing() throws IOException {
    byte[] pcm = noise(10_000, STEREO);
    WavWriter writer = new WavWriter(file, STEREO, new byte[0]);
    writer.write(0, ByteBuffer.wrap(pcm));
    file.limitTo(HEADER_BYTES + 1234);
    assertThrows(IOException.class, () -> writer.refreshHeader(false));
    file.limitTo(Integer.MAX_VALUE);
    writer.close();
    assertArrayEquals(pcm, samplesIn(file.contents()));
  }

  @Test
  void close_twice_isHarmless() throws IOException {
    WavWriter writer = new WavWriter(file, STEREO, new byte[0]);
    writer.close();
    int writes = file.writtenAt.size();
    writer.close();
    assertEquals(writes, file.writtenAt.size());
  }

  @ParameterizedTest
  @CsvSource({"U8, 1", "S16, 2", "S24, 1", "F32, 2", "S24, 6"})
  void header_beyondFourGibibytes_isRf64OfTheSameLength(Encoding encoding, int channels) {
    PcmFormat format = new PcmFormat(48_000, channels, encoding);
    int bytesPerFrame = format.bytesPerFrame();
    int headerBytes = WavLayout.headerBytes(format, 0);
    long most = (0xFFFF_FFFEL - headerBytes + 8) / bytesPerFrame;
    ByteBuffer plain = header(format, most * bytesPerFrame);
    ByteBuffer rf64 = header(format, (most + 2) * bytesPerFrame);
    assertEquals("RIFF", ChunkNames.text(plain.getInt(0)));
    assertEquals("JUNK", ChunkNames.text(plain.getInt(12)));
    assertEquals(most * bytesPerFrame, u32(plain, headerBytes - 4));
    assertEquals("RF64", ChunkNames.text(rf64.getInt(0)));
    assertEquals(0xFFFF_FFFFL, u32(rf64, 4));
    assertEquals("ds64", ChunkNames.text(rf64.getInt(12)));
    assertEquals(28, rf64.getInt(16));
    long bytes = (most + 2) * bytesPerFrame;
    assertEquals(headerBytes - 8 + bytes + bytes % 2, rf64.getLong(20));
    assertEquals(bytes, rf64.getLong(28));
    assertEquals(most + 2, rf64.getLong(36));
    assertEquals(0, rf64.getInt(44));
    assertEquals(0xFFFF_FFFFL, u32(rf64, headerBytes - 4));
    assertEquals(plain.limit(), rf64.limit());
  }

  @Test
  void close_withChunksAfterTheSamples_countsThemInTheRiffSizeOnly() throws IOException {
    byte[] tail = WavFiles.chunk("LIST", new byte[6]);
    WavWriter writer = new WavWriter(file, U8, WavFiles.chunk("bext", new byte[2]));
    writer.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    writer.close(tail);
    byte[] expected =
        WavFiles.riff(
            WavFiles.chunk("JUNK", new byte[28]),
            WavFiles.fmt(1, 1, 8_000, 1, 8),
            WavFiles.chunk("bext", new byte[2]),
            WavFiles.chunk("data", new byte[] {1, 2, 3}),
            new byte[1],
            tail);
    assertArrayEquals(expected, file.contents());
  }

  @Test
  void close_whenTheDiskHasNoRoomForTheTail_leavesItOut() throws IOException {
    WavWriter writer = new WavWriter(file, STEREO, new byte[0]);
    writer.write(0, ByteBuffer.allocate(400));
    file.limitTo(HEADER_BYTES + 410);
    assertThrows(IOException.class, () -> writer.close(new byte[100]));
    assertEquals(HEADER_BYTES + 400, file.contents().length);
    assertEquals(400, samplesIn(file.contents()).length);
    assertEquals(
        HEADER_BYTES + 400 - 8,
        u32(ByteBuffer.wrap(file.contents()).order(ByteOrder.LITTLE_ENDIAN), 4));
  }

  private static ByteBuffer header(PcmFormat format, long bytes) {
    return WavLayout.header(format, new byte[0], bytes, 0).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long u32(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & 0xFFFF_FFFFL;
  }

  private static byte[] noise(int frames, PcmFormat format) {
    return WavFiles.noise(frames * format.bytesPerFrame(), 7);
  }

  private static ByteBuffer frames(byte[] stereo, int from, int count) {
    return ByteBuffer.wrap(stereo, from * 4, count * 4);
  }

  private static WavReader open(byte[] content) throws IOException {
    return WavReader.open(new ByteArrayInputStream(content), "the file so far");
  }

  private static byte[] samplesIn(byte[] content) throws IOException {
    try (WavReader reader = open(content)) {
      byte[] samples = WavFiles.readAll(reader);
      assertEquals(0, reader.missingBytes());
      return samples;
    }
  }
}
