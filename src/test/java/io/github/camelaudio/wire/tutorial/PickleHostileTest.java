package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that a general unpickler would run, or would run out of memory, stack or time over. */
class PickleHostileTest {

  private static final int MEGABYTE = 1_000_000;

  // ---- code

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "builtins, eval",
    "builtins, bytes",
    "builtins, bytearray.decode",
    "__builtin__, eval",
    "__builtin__, bytearray",
    "numpy, load",
    "numpy, ndarray.tofile",
    "numpy.core.multiarray, fromfile",
    "numpy._core.numeric, frombuffer",
    "_codecs, decode",
    "_codecs, 'encode '",
    "NUMPY, dtype",
  })
  void read_ofAnyOtherGlobal_isRefusedWithItsName(String module, String name) {
    String reason = "a pickle that names " + module + "." + name;
    TestPickle old = new TestPickle(2).global(module, name).text("true").opcodes(0x85, 'R').stop();
    assertRefused(reason, old);
    TestPickle onStack = new TestPickle(4).text(module).text(name).opcodes(0x93);
    assertRefused(reason, onStack.text("1").opcodes(0x85, 'R').stop());
  }

  @Test
  void read_ofANameThatIsNoText_isRefusedWithAShortPrintableOne() {
    TestPickle pickle = new TestPickle(2).global("a\r\u001B[31m\0", "b".repeat(5_000));
    assertRefused("a pickle that names a??[31m?." + "b".repeat(32) + "...", pickle.stop());
    TestPickle onStack = new TestPickle(4).text("numpy\nx").text("\u00E9").opcodes(0x93);
    assertRefused("a pickle that names numpy?x.??", onStack.stop());
  }

  @Test
  void read_ofAnAllowedNameThatGoesOn_isRefused() {
    TestPickle pickle = new TestPickle(2).global("numpy", "dtype" + "\0".repeat(40));
    assertTrue(reasonOf(pickle.stop().buffer()).startsWith("a pickle that names numpy.dtype???"));
  }

  /** Every opcode that is not in the reader's table. */
  @Test
  void read_ofAnyOtherOpcode_isRefusedWithIt() {
    String known = "(.)BCJKMNRX]bchqt}\u0085\u0086\u0087\u0088\u0089\u008C\u0093\u0094\u0095\u0096";
    for (int opcode = 0; opcode < 256; opcode++) {
      if (known.indexOf(opcode) < 0) {
        TestPickle pickle = new TestPickle(4).bytes(new byte[4]).opcodes('(', opcode, 0, 0, '.');
        assertRefused(String.format("a pickle with opcode 0x%02X", opcode), pickle);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x69, INST",
    "0x6F, OBJ",
    "0x81, NEWOBJ",
    "0x92, NEWOBJ_EX",
    "0x82, EXT1",
    "0x50, PERSID",
    "0x51, BINPERSID",
    "0x97, NEXT_BUFFER",
    "0x64, DICT",
    "0x32, DUP",
    "0x6A, LONG_BINGET",
    "0x72, LONG_BINPUT",
    "0x8B, LONG4",
    "0x80, PROTO",
  })
  void read_ofAnOpcodeThatRunsOrRecallsOrRepeats_isRefused(String opcode) {
    TestPickle pickle = new TestPickle(4).opcodes('(').global("numpy", "ndarray").opcodes(')');
    pickle.opcodes(Integer.decode(opcode)).ascii("os\nsystem\n").stop();
    assertRefused("a pickle with opcode " + opcode, pickle);
  }

  @Test
  void read_ofACallOfWhatCannotBeCalled_isRefused() {
    assertRefused(
        "a pickle that calls ndarray",
        new TestPickle(2).global("numpy", "ndarray").opcodes(')', 'R').stop());
    assertRefused(
        "a pickle with Text in the place of Global",
        new TestPickle(2).text("os.system").opcodes(')', 'R').stop());
    assertRefused(
        "a pickle with Global in the place of Tuple",
        new TestPickle(2).text("a").global("numpy", "dtype").opcodes('R').stop());
    assertRefused(
        "a pickle with another number of values than 0",
        new TestPickle(2).global("__builtin__", "bytes").number(1 << 30).opcodes(0x85, 'R').stop());
  }

  @Test
  void read_ofAStateForWhatHasNone_isRefused() {
    String reason = "a pickle that builds what is neither array nor dtype";
    assertRefused(reason, new TestPickle(2).text("a").opcodes(')', 'b').stop());
    assertRefused(reason, new TestPickle(2).global("numpy", "ndarray").opcodes(')', 'b').stop());
    TestPickle built = new TestPickle(2).fromBuffer().bytes(new byte[16]).endFromBuffer(2, 2, "C");
    assertRefused(reason, built.opcodes(')', 'b').stop());
  }

  @Test
  void read_ofADtypeOfNoName_isRefused() {
    TestPickle pickle = new TestPickle(2).global("numpy", "dtype").text("").opcodes(0x89, 0x88);
    assertTrue(reasonOf(pickle.opcodes(0x87, 'R').buffer()).startsWith("array of dtype ;"));
  }

  // ---- lengths

  @ParameterizedTest
  @ValueSource(longs = {1L << 60, -1, Long.MIN_VALUE, 1L << 32, (1L << 32) + 1, 1L << 31, 2})
  void read_ofALengthOf64BitsBeyondTheEnd_isRefused(long length) {
    String reason =
        "a pickle cut short: " + Long.toUnsignedString(length) + " more bytes needed, 1 there";
    assertRefused(reason, new TestPickle(5).opcodes(0x96).littleEndian(length).stop());
    assertRefused(reason, new TestPickle(4).opcodes(0x95).littleEndian(length).stop());
    assertRefused(
        "a pickle with opcode 0x8E", new TestPickle(4).opcodes(0x8E).littleEndian(length).stop());
    assertRefused(
        "a pickle with opcode 0x8D", new TestPickle(4).opcodes(0x8D).littleEndian(length).stop());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2})
  void read_ofALengthOf32BitsBeyondTheEnd_isRefused(int length) {
    String reason =
        "a pickle cut short: " + Integer.toUnsignedString(length) + " more bytes needed, 1 there";
    assertRefused(reason, new TestPickle(3).opcodes('B').littleEndian(length).stop());
    assertRefused(reason, new TestPickle(3).opcodes('X').littleEndian(length).stop());
  }

  @Test
  void read_ofALengthOf8BitsBeyondTheEnd_isRefused() {
    String reason = "a pickle cut short: 255 more bytes needed, 1 there";
    assertRefused(reason, new TestPickle(3).opcodes('C', 255).stop());
    assertRefused(reason, new TestPickle(4).opcodes(0x8C, 255).stop());
  }

  @Test
  void read_ofANameWithoutEnd_isRefused() {
    String reason = "a pickle cut short: a name without end";
    assertRefused(reason, new TestPickle(2).ascii("cos"));
    assertRefused(reason, new TestPickle(2).ascii("cos\nsystem"));
    ByteBuf endsLater = new TestPickle(2).ascii("cos\nsystem\n").buffer();
    assertEquals(reason, reasonOf(endsLater.writerIndex(endsLater.writerIndex() - 1)));
  }

  // ---- stack and memo

  @ParameterizedTest
  @ValueSource(ints = {0x85, 0x86, 0x87, 'R', 'b', 'q', 0x94, 0x93, '.'})
  void read_ofAnOpcodeThatTakesWhatIsNotThere_isRefused(int opcode) {
    String reason = "a pickle that takes a value where there is none";
    assertRefused(reason, new TestPickle(2).opcodes(opcode, 0));
    assertRefused(reason, new TestPickle(2).opcodes(')', '(', opcode, 0));
  }

  @Test
  void read_ofATupleWithoutAMark_isRefused() {
    assertRefused(
        "a pickle that takes a tuple without a mark", new TestPickle(2).opcodes(')', 't').stop());
  }

  @Test
  void read_ofAMarkThatIsLeft_isRefused() {
    assertRefused(
        "a pickle that leaves more than its result",
        new TestPickle(3).opcodes('(').bytes(new byte[1]).stop());
  }

  @Test
  void read_ofAValueThatWasNotNoted_isRefused() {
    assertRefused(
        "a pickle that recalls value 7, which it did not note",
        new TestPickle(3).bytes(new byte[1]).opcodes('q', 6, 'h', 7).stop());
  }

  @ParameterizedTest
  @CsvSource({"0x28, 0x28", "0x29, 0x85", "0x29, 0x29", "0x4E, 0x94", "0x29, 0x74", "0x28, 0x74"})
  void read_ofEndlessOpcodes_isRefusedEarly(String first, String next) {
    TestPickle pickle = new TestPickle(4).opcodes('(', Integer.decode(first));
    String reason = reasonOf(pickle.times(100_000, Integer.decode(next)).stop().buffer());
    assertTrue(reason.startsWith("a pickle "), reason);
  }

  @Test
  void read_ofTooManyOpcodes_isRefused() throws MalformedPacketException {
    byte[] noted = {0, 1, 2};
    TestPickle most = new TestPickle(4).bytes(noted).times(126, 0x94).stop();
    assertArrayEquals(noted, PickleReader.read(most.buffer()).pcm());
    TestPickle more = new TestPickle(4).bytes(noted).times(127, 0x94).stop();
    assertRefused("a pickle of more than 128 opcodes", more);
  }

  /** Forty tuples hold each other 2^40 times over. */
  @Test
  void read_ofTuplesThatDoubleEachOther_isRefusedAtOnce() {
    TestPickle doubled = new TestPickle(4).opcodes(')').times(40, 'q', 0, 'h', 0, 0x86);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertRefused(
              "a pickle of a tuple; understood are numpy arrays of floats, and bytes",
              doubled.stop());
          TestPickle shape = new TestPickle(4).fromBuffer().bytes(new byte[0]).dtype("<", "f4");
          shape.opcodes(')').times(25, 'q', 0, 'h', 0, 0x86).text("C").opcodes('t', 'R').stop();
          assertRefused("a pickle with Tuple in the place of Int", shape);
        });
  }

  // ---- memory

  @Test
  void read_ofLengthsThatAreNotThere_allocatesNothingOfThem() {
    List<ByteBuf> pickles =
        List.of(
            new TestPickle(5).opcodes(0x96).littleEndian(1L << 30).stop().buffer(),
            new TestPickle(5).opcodes(0x95).littleEndian(1L << 30).stop().buffer(),
            new TestPickle(3).opcodes('B').littleEndian(1 << 30).stop().buffer(),
            new TestPickle(3).opcodes('X').littleEndian(1 << 30).stop().buffer(),
            new TestPickle(3)
                .fromBuffer()
                .bytes(new byte[0])
                .endFromBuffer(1 << 24, 64, "F")
                .stop()
                .buffer());
    pickles.forEach(PickleHostileTest::reasonOf); // classes are loaded
    int times = 2_000;
    long before = allocatedBytes();
    for (int i = 0; i < times; i++) {
      pickles.forEach(PickleHostileTest::reasonOf);
    }
    long each = (allocatedBytes() - before) / ((long) times * pickles.size());
    assertTrue(each < 6_000, each + " bytes were allocated for a pickle");
  }

  @Test
  void read_ofBytesThatAreRecalledManyTimes_copiesThemOnceAtMost() {
    TestPickle recalled = new TestPickle(3).opcodes('(').bytes(new byte[MEGABYTE]).opcodes('q', 0);
    assertAllocatesAtMost(100_000, recalled.times(100, 'h', 0).opcodes('t').stop());
    TestPickle text = new TestPickle(2).text("a".repeat(MEGABYTE)).opcodes('q', 0, 'R');
    assertAllocatesAtMost(100_000, text);
    TestPickle encoded = new TestPickle(2).opcodes('(').text("a".repeat(MEGABYTE));
    encoded.opcodes('q', 0).text("latin1").opcodes('q', 1).global("_codecs", "encode");
    encoded.opcodes('q', 2).times(20, 'h', 2, 'h', 0, 'h', 1, 0x86, 'R').opcodes('t').stop();
    assertAllocatesAtMost(100_000, encoded);
  }

  @Test
  void read_ofADtypeWithoutByteOrder_isRefused_howeverOftenItIsBuilt() {
    TestPickle pickle = new TestPickle(4).fromBuffer().bytes(new byte[0]).dtype("", "f4");
    assertEquals("a pickle of a dtype of byte order ", reasonOf(pickle.stop().buffer()));
  }

  @Test
  void read_ofTheLargestArray_allocatesAFewTimesItsSize() {
    int frames = MEGABYTE / 8;
    TestPickle array = new TestPickle(2).fromBuffer().global("_codecs", "encode");
    array.text("\0".repeat(frames * 8)).text("latin1").opcodes(0x86, 'R');
    assertAllocatesAtMost(3 * MEGABYTE + 100_000, array.endFromBuffer(frames, 2, "F").stop());
  }

  private static void assertAllocatesAtMost(long bytes, TestPickle pickle) {
    ByteBuf buffer = pickle.buffer();
    readOrRefuse(buffer); // classes are loaded
    long before = allocatedBytes();
    readOrRefuse(buffer);
    long allocated = allocatedBytes() - before;
    assertTrue(allocated <= bytes, allocated + " bytes were allocated");
  }

  private static void readOrRefuse(ByteBuf pickle) {
    try {
      PickleReader.read(pickle);
    } catch (MalformedPacketException e) {
      // as it may be
    }
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static void assertRefused(String reason, TestPickle pickle) {
    assertEquals(reason, reasonOf(Unpooled.wrappedBuffer(pickle.toBytes())));
  }

  private static String reasonOf(ByteBuf pickle) {
    return assertThrows(MalformedPacketException.class, () -> PickleReader.read(pickle)).reason();
  }
}
