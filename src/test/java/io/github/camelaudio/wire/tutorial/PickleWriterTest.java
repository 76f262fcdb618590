package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleWriterTest {

  private static final int LENGTH_BYTES = 8;

  @Test
  void writeArray_of1024StereoFrames_writesThePickleThatEveryNumpyLoads() {
    byte[] pcm = GoldenPickle.pcm(2048);
    String before =
        "8003 63" + hex("numpy.core.multiarray\n_reconstruct\n") + "63" + hex("numpy\nndarray\n");
    String dtype = "63" + hex("numpy\ndtype\n") + "58 02000000" + hex("f4") + "8988 87 52 28 4B03";
    String state = "58 01000000" + hex("<") + "4E4E4E 4AFFFFFFFF 4AFFFFFFFF 4B00 74 62";
    String expected =
        "8120000000000000" // 8321
            + (before + "4B00 85 430162 87 52 28 4B01 4D0004 4B02 86")
            + (dtype + state)
            + "89 42 00200000"
            + ByteBufUtil.hexDump(pcm)
            + "7462 2E";
    assertArrayEquals(HexFormat.of().parseHex(expected.replace(" ", "")), message(1024, 2, pcm));
  }

  @Test
  void writeBytes_writesThePickleThatEveryPythonLoads() {
    ByteBuf out = Unpooled.buffer();
    PickleWriter.writeBytes(out, new byte[] {9, 1, 2, 3, 9}, 1, 3);
    assertEquals("0d00000000000000" + "8003" + "4203000000010203" + "71002e", hex(out));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0, 2",
    "1, 1",
    "3, 2",
    "255, 1",
    "256, 1",
    "257, 3",
    "5, 64",
    "65535, 1",
    "65536, 1",
    "100000, 2"
  })
  void writeArray_isReadAsItWas(int frames, int channels) throws MalformedPacketException {
    byte[] pcm = GoldenPickle.pcm(frames * channels);
    PickledSound sound = PickleReader.read(pickle(message(frames, channels, pcm)));
    assertTrue(sound.isArray());
    assertEquals(channels, sound.channels());
    assertArrayEquals(pcm, sound.pcm());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 4096, 100_000})
  void writeBytes_isReadAsItWas(int length) throws MalformedPacketException {
    byte[] data = GoldenPickle.data(length);
    ByteBuf out = Unpooled.buffer(PickleWriter.bytesSize(length));
    PickleWriter.writeBytes(out, data, 0, length);
    PickledSound sound = PickleReader.read(pickle(ByteBufUtil.getBytes(out)));
    assertFalse(sound.isArray());
    assertArrayEquals(data, sound.pcm());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4B00",
    "255, 4BFF",
    "256, 4D0001",
    "65535, 4DFFFF",
    "65536, 4A00000100",
  })
  void writeArray_writesNumbersInAsFewBytesAsCanBe(int frames, String opcode) {
    String pickle = hex(Unpooled.wrappedBuffer(message(frames, 1, GoldenPickle.pcm(frames))));
    String mono = "4b0186";
    assertTrue(pickle.contains("284b01" + opcode.toLowerCase(Locale.ROOT) + mono));
  }

  @Test
  void writeArray_writesAfterWhatIsThereOnlyWhatItWasGiven() {
    byte[] larger = GoldenPickle.pcm(10);
    ByteBuf out = Unpooled.buffer().writeByte(1);
    PickleWriter.writeArray(out, 3, 2, larger, 8, 24);
    byte[] expected = message(3, 2, Arrays.copyOfRange(larger, 8, 32));
    assertEquals(1, out.readByte());
    assertArrayEquals(expected, ByteBufUtil.getBytes(out));
  }

  @Test
  void sizes_areEnoughForTheMessages() {
    assertEquals(8 + 8321 + 2 + 3, PickleWriter.arraySize(2048)); // numbers may take 5 bytes each
    int frames = 70_000;
    assertEquals(
        PickleWriter.arraySize(frames) - 3, message(frames, 1, GoldenPickle.pcm(frames)).length);
    ByteBuf out = Unpooled.buffer();
    PickleWriter.writeBytes(out, new byte[7], 0, 7);
    assertEquals(out.readableBytes(), PickleWriter.bytesSize(7));
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 12", "2, 2, 20", "-1, 2, -8", "2, 0, 0", "-2, -2, 16", "1073741824, 4, 0"})
  void writeArray_ofAnotherNumberOfBytes_isRefused(int frames, int channels, int length) {
    ByteBuf out = Unpooled.buffer();
    assertThrows(
        IllegalArgumentException.class,
        () -> PickleWriter.writeArray(out, frames, channels, new byte[64], 0, length));
    assertEquals(0, out.readableBytes());
  }

  private static byte[] message(int frames, int channels, byte[] pcm) {
    ByteBuf out = Unpooled.buffer(PickleWriter.arraySize(frames * channels));
    PickleWriter.writeArray(out, frames, channels, pcm, 0, pcm.length);
    return ByteBufUtil.getBytes(out);
  }

  /** What follows the length, which must be that of it. */
  private static ByteBuf pickle(byte[] message) {
    ByteBuf buffer = Unpooled.wrappedBuffer(message);
    assertEquals(message.length - LENGTH_BYTES, buffer.readLongLE());
    return buffer;
  }

  private static String hex(ByteBuf buffer) {
    return ByteBufUtil.hexDump(buffer);
  }

  private static String hex(String ascii) {
    return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
