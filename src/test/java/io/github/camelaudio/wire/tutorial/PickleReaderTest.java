package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("ByteBufferBackingArray") // all are made by allocate
class PickleReaderTest {

  private static final String UNDERSTOOD =
      "; understood are arrays of floats of (frames, channels), 1 to 64 channels, or of (frames,)";

  // ---- what Python and numpy write

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.tutorial.GoldenPickle#arrays")
  void read_ofAnArray_givesItsSamplesFrameByFrame(GoldenPickle golden)
      throws MalformedPacketException {
    PickledSound sound = PickleReader.read(golden.buffer());
    assertTrue(sound.isArray());
    assertEquals(golden.channels(), sound.channels());
    assertArrayEquals(golden.pcm(), sound.pcm());
  }

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.tutorial.GoldenPickle#ofBytes")
  void read_ofBytes_givesThemWithoutAFormat(GoldenPickle golden) throws MalformedPacketException {
    PickledSound sound = PickleReader.read(golden.buffer());
    assertFalse(sound.isArray());
    assertEquals(0, sound.channels());
    assertArrayEquals(golden.data(), sound.pcm());
  }

  @Test
  void goldenPickles_areOfEveryProtocolAndBothNumpys() {
    assertEquals(2 * 4 * 13, GoldenPickle.arrays().size());
    assertEquals(4 * 6, GoldenPickle.ofBytes().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "complex64_3x2; array of dtype <c8 and shape (3, 2)",
        "bool_3x2; array of dtype |b1 and shape (3, 2)",
        "str96_3x2; array of dtype <U3 and shape (3, 2)",
        "bytes24_3x2; array of dtype |S3 and shape (3, 2)",
        "object_3x2; array of dtype O8",
        "structured_3x2; array of dtype V8",
        "datetime64_3x2; array of dtype M8",
        "float32_2x3x4; array of dtype <f4 and shape (2, 3, 4)",
        "float32_0d; array of dtype <f4 and shape ()",
        "float32_12d; array of dtype <f4 and shape (1, 1, 1, 1, 1, 1, 1, 1, ...)",
        "float32_3x0; array of dtype <f4 and shape (3, 0)",
        "float32_1x65; array of dtype <f4 and shape (1, 65)",
      })
  void read_ofAnotherArray_isRefusedWithItsDtypeAndShape(String name, String array) {
    for (int protocol : new int[] {2, 5}) {
      String reason = reasonOf(GoldenPickle.of("refused_protocol" + protocol + "_" + name));
      assertEquals(array + UNDERSTOOD, reason);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "protocol2_text, a pickle of a text; understood",
    "protocol2_none, a pickle of a none; understood",
    "protocol2_tuple, a pickle of a tuple; understood",
    "protocol5_tuple, a pickle of a tuple; understood",
    "protocol2_list, a pickle of a list; understood",
    "protocol5_list, a pickle of a list; understood",
    "protocol2_masked, a pickle that names numpy.ma.core._mareconstruct",
    "protocol5_masked, a pickle that names numpy.ma.core._mareconstruct",
    "protocol2_float32_scalar, a pickle that names numpy._core.multiarray.scalar",
    "protocol5_float32_scalar, a pickle that names numpy._core.multiarray.scalar",
  })
  void read_ofAnotherObject_isRefusedWithWhatItIs(String name, String reason) {
    String said = reasonOf(GoldenPickle.of("refused_" + name));
    assertTrue(said.startsWith(reason), said);
  }

  // ---- other floats

  /** 0, 1, -0.5, 1/3 rounded, the least denormal number, infinity, and minus it. */
  private static final float[] SAMPLES = {
    0, 1, -0.5f, 0.33325195f, 5.9604645e-8f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0
  };

  private static final short[] HALVES = {
    0, 0x3C00, (short) 0xB800, 0x3555, 1, 0x7C00, (short) 0xFC00, 0
  };

  private static ByteBuffer bytes(int bytes, boolean big) {
    return ByteBuffer.allocate(bytes).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @CsvSource({"<f2", ">f2", "=f2", "<f4", ">f4", "<f8", ">f8", "=f8"})
  void read_ofOtherFloats_givesThemAsLittleEndianFloat32(String dtype)
      throws MalformedPacketException {
    ByteBuffer data = bytes(64, dtype.startsWith(">"));
    ByteBuffer expected = bytes(32, false);
    for (int i = 0; i < SAMPLES.length; i++) {
      expected.putFloat(SAMPLES[i]);
      switch (dtype.charAt(2)) {
        case '2' -> data.putShort(HALVES[i]);
        case '4' -> data.putFloat(SAMPLES[i]);
        default -> data.putDouble(SAMPLES[i]);
      }
    }
    byte[] there = Arrays.copyOf(data.array(), data.position());
    for (String order : new String[] {"C", "F"}) {
      TestPickle pickle = new TestPickle(3).fromBuffer().bytes(there);
      pickle.dtype(dtype.substring(0, 1), dtype.substring(1)).number(8).opcodes(0x85);
      PickledSound sound = PickleReader.read(pickle.text(order).opcodes('t', 'R').stop().buffer());
      assertEquals(1, sound.channels());
      assertArrayEquals(expected.array(), sound.pcm());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16_3x2", "float64_3x2", "big_float32_3x2"})
  void read_ofOtherFloatsOfNumpy_givesTheSameSamples(String name) throws MalformedPacketException {
    for (int protocol : new int[] {2, 5}) {
      GoldenPickle golden = GoldenPickle.of("refused_protocol" + protocol + "_" + name);
      PickledSound sound = PickleReader.read(golden.buffer());
      assertEquals(2, sound.channels());
      assertEquals(3 * 2 * 4, sound.pcm().length);
    }
  }

  @Test
  void read_ofAnArrayOfOneDimension_isOneChannel() throws MalformedPacketException {
    for (int protocol : new int[] {2, 5}) {
      PickledSound sound =
          PickleReader.read(GoldenPickle.of("refused_protocol" + protocol + "_float32_4").buffer());
      assertEquals(1, sound.channels());
      assertEquals(4 * 4, sound.pcm().length);
    }
  }

  @Test
  void read_ofColumnsOfDoubles_givesFrames() throws MalformedPacketException {
    ByteBuffer data = bytes(6 * 8, false);
    for (double sample : new double[] {1, 2, 3, -1, -2, -3}) {
      data.putDouble(sample);
    }
    TestPickle pickle = new TestPickle(3).fromBuffer().bytes(data.array()).dtype("<", "f8");
    pickle.number(3).number(2).opcodes(0x86).text("F").opcodes('t', 'R').stop();
    ByteBuffer expected = bytes(6 * 4, false);
    for (float sample : new float[] {1, -1, 2, -2, 3, -3}) {
      expected.putFloat(sample);
    }
    assertArrayEquals(expected.array(), PickleReader.read(pickle.buffer()).pcm());
  }

  @ParameterizedTest
  @CsvSource({"int16_3x2, <i2", "uint8_3x2, |u1"})
  void read_ofIntegers_isRefusedWithWhatToDo(String name, String dtype) {
    for (int protocol : new int[] {2, 5}) {
      assertEquals(
          "array of dtype "
              + dtype
              + " and shape (3, 2); integers are not of full scale 1: divide them, as in"
              + " x.astype('f4') / 32768",
          reasonOf(GoldenPickle.of("refused_protocol" + protocol + "_" + name)));
    }
  }

  @Test
  void read_ofABytearray_givesItsBytes() throws MalformedPacketException {
    byte[] data = {1, 2, 3, 4};
    TestPickle pickle = new TestPickle(4).text("builtins").text("bytearray").opcodes(0x93);
    pickle.bytes(data).opcodes(0x85, 'R').stop();
    assertArrayEquals(data, PickleReader.read(pickle.buffer()).pcm());
    TestPickle empty = new TestPickle(3).global("builtins", "bytearray").opcodes(')', 'R').stop();
    assertEquals(0, PickleReader.read(empty.buffer()).pcm().length);
    TestPickle wrong = new TestPickle(3).global("builtins", "bytearray").number(1 << 30);
    assertRefused(
        "a pickle with Int in the place of Bytes", wrong.opcodes(0x85, 'R').stop().buffer());
  }

  // ---- where it lies

  @Test
  void read_ofAPartOfALargerBuffer_readsThatPartAndMovesNoIndex() throws MalformedPacketException {
    byte[] pickle = GoldenPickle.of("array_numpy2_protocol5_fortran_3x2").bytes();
    ByteBuf buffer = Unpooled.directBuffer();
    try {
      buffer.writeZero(5).writeBytes(pickle).writeZero(7);
      buffer.setIndex(5, 5 + pickle.length);
      assertArrayEquals(GoldenPickle.pcm(6), PickleReader.read(buffer).pcm());
      assertEquals(5, buffer.readerIndex());
      assertEquals(5 + pickle.length, buffer.writerIndex());
    } finally {
      buffer.release();
    }
  }

  @Test
  void read_ofAPickleThatNeedsWhatIsBeyondItsBuffer_isRefused() {
    byte[] pickle = GoldenPickle.of("bytes_protocol3_12").bytes();
    ByteBuf buffer = Unpooled.wrappedBuffer(pickle).writerIndex(pickle.length - 1);
    assertEquals(
        "a pickle cut short: 1 more bytes needed, 0 there",
        assertThrows(MalformedPacketException.class, () -> PickleReader.read(buffer)).reason());
  }

  @Test
  void read_ofNothing_isRefused() {
    assertRefused("a pickle cut short: 1 more bytes needed, 0 there", Unpooled.EMPTY_BUFFER);
  }

  @Test
  void read_ofBytesAfterTheEnd_isRefused() {
    TestPickle pickle = new TestPickle(3).bytes(new byte[4]).stop().opcodes('.', '.');
    assertRefused("a pickle with 2 bytes after its end", pickle.buffer());
  }

  @Test
  void read_ofTwoResults_isRefused() {
    TestPickle pickle = new TestPickle(3).bytes(new byte[4]).bytes(new byte[4]).stop();
    assertRefused("a pickle that leaves more than its result", pickle.buffer());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 255})
  void read_ofAnotherProtocol_isRefused(int protocol) {
    TestPickle pickle = new TestPickle(protocol).bytes(new byte[4]).stop();
    assertRefused("a pickle of protocol " + protocol + ", not 2 to 5", pickle.buffer());
  }

  @Test
  void read_ofWhatStartsWithoutAProtocol_isRefused() {
    ByteBuf protocol0 = Unpooled.copiedBuffer("cos\nsystem\n.", StandardCharsets.US_ASCII);
    assertRefused("no pickle of protocol 2 to 5: the first byte is not 0x80", protocol0);
  }

  @Test
  void read_ofMoreThanTheLargestMessage_isRefused() {
    byte[] data = new byte[PickleReader.MAX_BYTES - 8];
    TestPickle largest = new TestPickle(3).bytes(data).stop();
    assertEquals(PickleReader.MAX_BYTES, largest.toBytes().length);
    assertReads(data.length, largest);
    TestPickle larger = new TestPickle(3).bytes(new byte[data.length + 1]).stop();
    assertRefused("a pickle of 1048577 bytes, above 1048576", larger.buffer());
  }

  // ---- arrays made by hand

  @Test
  void read_ofAHandMadeArray_givesItsSamples() throws MalformedPacketException {
    TestPickle pickle =
        new TestPickle(3).fromBuffer().bytes(GoldenPickle.pcm(6)).endFromBuffer(3, 2, "C").stop();
    assertArrayEquals(GoldenPickle.pcm(6), PickleReader.read(pickle.buffer()).pcm());
  }

  @Test
  void read_ofNativeOrder_isOfLittleEndian() throws MalformedPacketException {
    TestPickle pickle = new TestPickle(3).fromBuffer().bytes(GoldenPickle.pcm(6)).dtype("=", "f4");
    pickle.number(3).number(2).opcodes(0x86).text("C").opcodes('t', 'R').stop();
    assertArrayEquals(GoldenPickle.pcm(6), PickleReader.read(pickle.buffer()).pcm());
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 65536, 0, shape",
    "2147483647, 64, 16, 16 bytes of samples",
    "1073741824, 1, 0, 0 bytes of samples",
    "67108864, 16, 0, 0 bytes of samples",
    "-1, 2, 0, shape",
    "-2, -2, 16, shape",
    "2, -2147483648, 0, shape",
    "2, 2, 12, 12 bytes of samples",
    "2, 2, 20, 20 bytes of samples",
    "0, 2, 4, 4 bytes of samples",
    "3, 0, 0, shape",
  })
  void read_ofAShapeThatIsNotThatOfTheSamples_isRefused(
      int frames, int channels, int bytes, String why) {
    TestPickle pickle = new TestPickle(3).fromBuffer().bytes(new byte[bytes]);
    String reason = reasonOf(pickle.endFromBuffer(frames, channels, "C").stop());
    String shape = "array of dtype <f4 and shape (" + frames + ", " + channels + ")";
    boolean ofShape = why.equals("shape");
    assertEquals(shape + (ofShape ? UNDERSTOOD : " with " + why), reason);
  }

  @Test
  void read_ofAnotherOrder_isRefused() {
    TestPickle pickle = new TestPickle(3).fromBuffer().bytes(new byte[16]);
    pickle.endFromBuffer(2, 2, "K").stop();
    assertRefused("a pickle of an array in order K", pickle.buffer());
  }

  @Test
  void read_ofAnArrayThatIsNeverBuilt_isRefused() {
    TestPickle pickle = new TestPickle(3).global("numpy.core.multiarray", "_reconstruct");
    pickle.global("numpy", "ndarray").opcodes('K', 0, 0x85).bytes(new byte[1]);
    pickle.opcodes(0x87, 'R').stop();
    assertRefused(
        "a pickle of a unbuilt_array; understood are numpy arrays of floats, and bytes",
        pickle.buffer());
  }

  @Test
  void read_ofAnotherClassOfArray_isRefused() {
    TestPickle pickle = new TestPickle(3).global("numpy.core.multiarray", "_reconstruct");
    pickle.global("numpy", "dtype").opcodes('K', 0, 0x85).bytes(new byte[1]);
    pickle.opcodes(0x87, 'R').stop();
    assertRefused("a pickle of an array of another class than ndarray", pickle.buffer());
  }

  // ---- bytes as text

  @ParameterizedTest
  @ValueSource(strings = {"\u0100", "a\u20AC", "\uD83D\uDE00"})
  void read_ofBytesAsTextThatIsNotLatin1_isRefused(String text) {
    TestPickle pickle = new TestPickle(2).global("_codecs", "encode").text(text).text("latin1");
    assertRefused("a pickle with text not of latin1", pickle.opcodes(0x86, 'R').stop().buffer());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xFF})
  void read_ofBytesAsTextThatIsNoUtf8_isRefused(int b) {
    TestPickle pickle = new TestPickle(2).global("_codecs", "encode").opcodes(0x8C, 1, b);
    pickle.text("latin1").opcodes(0x86, 'R').stop(); // what follows the text is no part of it
    assertRefused("a pickle with text not of latin1", pickle.buffer());
    TestPickle longer = new TestPickle(2).global("_codecs", "encode").opcodes(0x8C, 2, b, 'a');
    longer.text("latin1").opcodes(0x86, 'R').stop();
    assertRefused("a pickle with text not of latin1", longer.buffer());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xBF, 0xC0, 0xC1, 0xC4, 0xDF, 0xE0, 0xFF})
  void read_ofBytesAsTwoByteTextBeyondLatin1_isRefused(int first) {
    TestPickle pickle = new TestPickle(2).global("_codecs", "encode").opcodes(0x8C, 2, first, 0x81);
    pickle.text("latin1").opcodes(0x86, 'R').stop();
    assertRefused("a pickle with text not of latin1", pickle.buffer());
  }

  /** MEMOIZE, 0x94, could be the second byte of a character. */
  @Test
  void read_ofBytesAsTextThatEndsWithinACharacter_isRefused() {
    TestPickle pickle = new TestPickle(4).global("_codecs", "encode").opcodes(0x8C, 1, 0xC2, 0x94);
    pickle.text("latin1").opcodes(0x86, 'R').stop();
    assertRefused("a pickle with text not of latin1", pickle.buffer());
  }

  @Test
  void read_ofTextInAnotherEncoding_isRefused() {
    TestPickle pickle = new TestPickle(2).global("_codecs", "encode").text("a").text("zip");
    assertRefused("a pickle with text not for latin1", pickle.opcodes(0x86, 'R').stop().buffer());
  }

  private static void assertReads(int bytes, TestPickle pickle) {
    try {
      assertEquals(bytes, PickleReader.read(pickle.buffer()).pcm().length);
    } catch (MalformedPacketException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(String reason, ByteBuf pickle) {
    assertEquals(
        reason,
        assertThrows(MalformedPacketException.class, () -> PickleReader.read(pickle)).reason());
  }

  private static String reasonOf(GoldenPickle golden) {
    return assertThrows(MalformedPacketException.class, () -> PickleReader.read(golden.buffer()))
        .reason();
  }

  private static String reasonOf(TestPickle pickle) {
    return assertThrows(MalformedPacketException.class, () -> PickleReader.read(pickle.buffer()))
        .reason();
  }
}
