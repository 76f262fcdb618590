package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the sound out of a pickle: a numpy array of floats ({@link PickledArray}), or {@code
 * bytes}, as CPython and numpy 1 and 2 write them with protocols 2 to 5. It is a stack machine of
 * the opcodes below (their reference is CPython's {@code pickletools.py}), which calls nothing:
 * what it knows of the few allowed globals is which value follows from their arguments. Any other
 * opcode, global or kind of value is refused.
 *
 * <pre>
 *   80 PROTO             first of all, once: protocol 2 to 5
 *   95 FRAME             u64 length of what follows; it must be there
 *   2E STOP              last of all: the one value on the stack is the result
 *   28 MARK              push the mark
 *   4E NONE  88 NEWTRUE  89 NEWFALSE                   push None, True, False
 *   4B BININT1  4D BININT2  4A BININT                  push a number: u8, u16, i32
 *   43 SHORT_BINBYTES  42 BINBYTES  96 BYTEARRAY8      push u8, u32, u64 bytes
 *   8C SHORT_BINUNICODE  58 BINUNICODE                 push text: u8, u32 bytes of UTF-8
 *   29 EMPTY_TUPLE  85 TUPLE1  86 TUPLE2  87 TUPLE3    the topmost 0, 1, 2, 3 become a tuple
 *   74 TUPLE             what is above the mark becomes a tuple, the mark goes
 *   63 GLOBAL            push the global of this name: module, LF, name, LF
 *   93 STACK_GLOBAL      module and name become the global of this name
 *   52 REDUCE            global and tuple become what the global makes of the tuple
 *   62 BUILD             value and tuple become the value in the state that the tuple tells
 *   71 BINPUT  94 MEMOIZE                              note the topmost as number u8, as the next
 *   68 BINGET            push what was noted as number u8
 *
 *   _reconstruct(ndarray, (0,), b'b')                  an array, to be built from its state:
 *       (1, shape, dtype, is in Fortran order, bytes)
 *   _frombuffer(bytes, dtype, shape, 'C' or 'F')       an array
 *   dtype('f4', False, True)                           a dtype, to be built from (3, '&lt;', …)
 *   encode(text, 'latin1')                             bytes: protocol 2 has no others
 *   bytes()                                            no bytes
 *   bytearray(bytes)                                   the bytes; without any, no bytes
 * </pre>
 *
 * <p>Each opcode pushes or notes one value at most, so that the bound on opcodes bounds stack and
 * memo, too. Text and bytes stay where they are in the message; only the result's are copied.
 */
public final class PickleReader {

  /** The longest message that may be allowed. */
  public static final int MAX_BYTES = 1 << 20;

  /** Real ones take 64 at most. */
  private static final int MAX_OPCODES = 128;

  /** First letters of the dtypes whose state this machine can hold, so as to name them. */
  private static final String PLAIN_DTYPES = "biufcSU";

  private static final String UNDERSTOOD = "; understood are numpy arrays of floats, and bytes";

  private static final int MAX_QUOTED = 32;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  // ---- what lies on the stack. Tuples may hold each other many times over: nothing walks into a
  // tuple's tuples, as its equals, hashCode and toString would.

  private interface Value {}

  /** The values that are one of a kind. */
  private enum Word implements Value {
    MARK,
    NONE,
    TRUE,
    FALSE,
    UNBUILT_ARRAY
  }

  private enum Global implements Value {
    RECONSTRUCT,
    FROMBUFFER,
    NDARRAY,
    DTYPE,
    ENCODE,
    BYTES,
    BYTEARRAY
  }

  private record Int(int value) implements Value {}

  private record Text(int start, int length) implements Value {}

  /** With {@code encoded}, what the UTF-8 there becomes in latin1. */
  private record Bytes(int start, int length, boolean encoded) implements Value {}

  private record Tuple(List<Value> items) implements Value {
    /** The items, when there are {@code count}. */
    List<Value> items(int count) throws MalformedPacketException {
      check(items.size() == count, "a pickle with another number of values than " + count);
      return items;
    }
  }

  /** For example {@code <f4}. */
  private record Dtype(String name) implements Value {}

  private record Array(PickledArray array, Bytes data) implements Value {}

  // ---- the machine

  private final ByteBuf in;
  private final int end;
  private int at;
  private final List<Value> stack = new ArrayList<>();
  private final Map<Integer, Value> memo = new HashMap<>();

  private PickleReader(ByteBuf pickle) {
    this.in = pickle;
    this.at = pickle.readerIndex();
    this.end = pickle.writerIndex();
  }

  /**
   * Reads one pickle, which must take all of the readable bytes. Allocates a few times the pickle's
   * size at most.
   *
   * @param pickle the caller's; its indexes stay where they are
   * @throws MalformedPacketException when it is anything else than one whole sound
   */
  static PickledSound read(ByteBuf pickle) throws MalformedPacketException {
    int length = pickle.readableBytes();
    check(length <= MAX_BYTES, "a pickle of " + length + " bytes, above " + MAX_BYTES);
    PickleReader reader = new PickleReader(pickle);
    Value result = reader.run();
    if (result instanceof Bytes bytes) {
      return new PickledSound(0, reader.copy(bytes));
    }
    if (result instanceof Array array) {
      return array.array().sound(reader.copy(array.data()));
    }
    String kind = result instanceof Enum<?> one ? one.name() : result.getClass().getSimpleName();
    throw refusedKind(kind.toLowerCase(Locale.ROOT));
  }

  private static MalformedPacketException refusedKind(String kind) {
    return new MalformedPacketException("a pickle of a " + kind + UNDERSTOOD);
  }

  private Value run() throws MalformedPacketException {
    check(unsignedByte() == 0x80, "no pickle of protocol 2 to 5: the first byte is not 0x80");
    int protocol = unsignedByte();
    check(protocol >= 2 && protocol <= 5, "a pickle of protocol " + protocol + ", not 2 to 5");
    for (int opcodes = 0; opcodes < MAX_OPCODES; opcodes++) {
      int opcode = unsignedByte();
      if (opcode == 0x2E) {
        return result();
      }
      execute(opcode);
    }
    throw new MalformedPacketException("a pickle of more than " + MAX_OPCODES + " opcodes");
  }

  private Value result() throws MalformedPacketException {
    Value result = pop();
    check(stack.isEmpty(), "a pickle that leaves more than its result");
    check(at == end, "a pickle with " + (end - at) + " bytes after its end");
    return result;
  }

  private void execute(int opcode) throws MalformedPacketException {
    switch (opcode) {
      case 0x95 -> checkThere(in.getLongLE(take(8)));
      case 0x28 -> stack.add(Word.MARK);
      case 0x4E -> stack.add(Word.NONE);
      case 0x88 -> stack.add(Word.TRUE);
      case 0x89 -> stack.add(Word.FALSE);
      case 0x4B -> stack.add(new Int(unsignedByte()));
      case 0x4D -> stack.add(new Int(in.getUnsignedShortLE(take(2))));
      case 0x4A -> stack.add(new Int(in.getIntLE(take(4))));
      case 0x43 -> stack.add(bytes(unsignedByte()));
      case 0x42 -> stack.add(bytes(in.getUnsignedIntLE(take(4))));
      case 0x96 -> stack.add(bytes(in.getLongLE(take(8))));
      case 0x8C -> stack.add(text(unsignedByte()));
      case 0x58 -> stack.add(text(in.getUnsignedIntLE(take(4))));
      case 0x29 -> stack.add(tuple(0));
      case 0x85 -> stack.add(tuple(1));
      case 0x86 -> stack.add(tuple(2));
      case 0x87 -> stack.add(tuple(3));
      case 0x74 -> stack.add(tupleAboveMark());
      case 0x63 -> stack.add(global(line(), line()));
      case 0x93 -> stack.add(stackGlobal());
      case 0x52 -> stack.add(reduce(pop(Tuple.class), pop(Global.class)));
      case 0x62 -> stack.add(build(pop(Tuple.class), pop()));
      case 0x71 -> memo.put(unsignedByte(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 0x68 -> stack.add(noted(unsignedByte()));
      case 0x5D -> throw refusedKind("list");
      case 0x7D -> throw refusedKind("dict");
      default ->
          throw new MalformedPacketException(
              "a pickle with opcode 0x" + HEX.toHexDigits((byte) opcode));
    }
  }

  private static void check(boolean holds, String otherwise) throws MalformedPacketException {
    if (!holds) {
      throw new MalformedPacketException(otherwise);
    }
  }

  // ---- bytes of the message

  private void checkThere(long bytes) throws MalformedPacketException {
    int there = end - at;
    if (bytes < 0 || bytes > there) {
      String needed = Long.toUnsignedString(bytes);
      throw new MalformedPacketException(
          "a pickle cut short: " + needed + " more bytes needed, " + there + " there");
    }
  }

  /** Skips {@code bytes} bytes, and returns the index of the first one. */
  private int take(long bytes) throws MalformedPacketException {
    checkThere(bytes);
    int start = at;
    at += (int) bytes;
    return start;
  }

  private int unsignedByte() throws MalformedPacketException {
    return in.getUnsignedByte(take(1));
  }

  private Bytes bytes(long length) throws MalformedPacketException {
    return new Bytes(take(length), (int) length, false);
  }

  private Text text(long length) throws MalformedPacketException {
    return new Text(take(length), (int) length);
  }

  private Text line() throws MalformedPacketException {
    int lineFeed = in.indexOf(at, end, (byte) '\n');
    check(lineFeed >= 0, "a pickle cut short: a name without end");
    int length = lineFeed - at;
    return new Text(take(length + 1), length);
  }

  /** For people, and for comparing: whatever is altered here is nothing that we know. */
  private String quoted(Text text) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_QUOTED); i++) {
      int b = in.getUnsignedByte(text.start() + i);
      quoted.append(b >= ' ' && b <= '~' ? (char) b : '?');
    }
    return text.length() > MAX_QUOTED ? quoted + "..." : quoted.toString();
  }

  private byte[] copy(Bytes bytes) throws MalformedPacketException {
    if (bytes.encoded()) {
      return latin1(bytes.start(), bytes.start() + bytes.length());
    }
    byte[] copy = new byte[bytes.length()];
    in.getBytes(bytes.start(), copy);
    return copy;
  }

  /**
   * The characters of UTF-8; those from 0x80 to 0xFF take two bytes, of which C2 or C3 is first.
   */
  private byte[] latin1(int start, int stop) throws MalformedPacketException {
    byte[] bytes = new byte[stop - start];
    int length = 0;
    int i = start;
    while (i < stop) {
      int b = in.getUnsignedByte(i++);
      if (b >= 0x80) {
        int next = i < stop ? in.getUnsignedByte(i++) : 0;
        check((b & 0xFE) == 0xC2 && (next & 0xC0) == 0x80, "a pickle with text not of latin1");
        b = (b & 0x03) << 6 | (next & 0x3F);
      }
      bytes[length++] = (byte) b;
    }
    return Arrays.copyOf(bytes, length);
  }

  // ---- stack and memo

  private Value top() throws MalformedPacketException {
    Value top = stack.isEmpty() ? Word.MARK : stack.get(stack.size() - 1);
    check(top != Word.MARK, "a pickle that takes a value where there is none");
    return top;
  }

  private Value pop() throws MalformedPacketException {
    Value top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private <T extends Value> T pop(Class<T> kind) throws MalformedPacketException {
    return as(kind, pop());
  }

  private static <T extends Value> T as(Class<T> kind, Value value)
      throws MalformedPacketException {
    if (!kind.isInstance(value)) {
      String found = value.getClass().getSimpleName();
      throw new MalformedPacketException(
          "a pickle with " + found + " in the place of " + kind.getSimpleName());
    }
    return kind.cast(value);
  }

  private Value noted(int number) throws MalformedPacketException {
    Value value = memo.get(number);
    if (value == null) {
      throw new MalformedPacketException(
          "a pickle that recalls value " + number + ", which it did not note");
    }
    return value;
  }

  private Tuple tuple(int size) throws MalformedPacketException {
    Value[] items = new Value[size];
    for (int i = size - 1; i >= 0; i--) {
      items[i] = pop();
    }
    return new Tuple(List.of(items));
  }

  private Tuple tupleAboveMark() throws MalformedPacketException {
    int mark = stack.lastIndexOf(Word.MARK);
    check(mark >= 0, "a pickle that takes a tuple without a mark");
    Tuple tuple = tuple(stack.size() - mark - 1);
    stack.remove(mark);
    return tuple;
  }

  // ---- globals

  private Global stackGlobal() throws MalformedPacketException {
    Text name = pop(Text.class);
    return global(pop(Text.class), name);
  }

  /** By their names in both numpys: numpy 2 has {@code numpy._core} for {@code numpy.core}. */
  private Global global(Text module, Text name) throws MalformedPacketException {
    String both = quoted(module) + "." + quoted(name);
    return switch (both) {
      case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" ->
          Global.RECONSTRUCT;
      case "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer" -> Global.FROMBUFFER;
      case "numpy.ndarray" -> Global.NDARRAY;
      case "numpy.dtype" -> Global.DTYPE;
      case "_codecs.encode" -> Global.ENCODE;
      case "__builtin__.bytes" -> Global.BYTES;
      case "builtins.bytearray" -> Global.BYTEARRAY;
      default -> throw new MalformedPacketException("a pickle that names " + both);
    };
  }

  private Value reduce(Tuple arguments, Global global) throws MalformedPacketException {
    return switch (global) {
      case RECONSTRUCT -> reconstruct(arguments.items(3));
      case FROMBUFFER -> fromBuffer(arguments.items(4));
      case DTYPE -> dtype(arguments.items(3));
      case ENCODE -> encode(arguments.items(2));
      case BYTES -> new Bytes(at, arguments.items(0).size(), false);
      case BYTEARRAY ->
          arguments.items().isEmpty()
              ? new Bytes(at, 0, false)
              : as(Bytes.class, arguments.items(1).get(0));
      case NDARRAY -> throw new MalformedPacketException("a pickle that calls ndarray");
    };
  }

  private static Value reconstruct(List<Value> of) throws MalformedPacketException {
    check(of.get(0) == Global.NDARRAY, "a pickle of an array of another class than ndarray");
    return Word.UNBUILT_ARRAY;
  }

  private Array fromBuffer(List<Value> of) throws MalformedPacketException {
    String order = quoted(as(Text.class, of.get(3)));
    check(order.equals("C") || order.equals("F"), "a pickle of an array in order " + order);
    return array(of.get(2), of.get(1), order.equals("F"), of.get(0));
  }

  /** Until it is built, a dtype is of native order. */
  private Dtype dtype(List<Value> of) throws MalformedPacketException {
    String kind = quoted(as(Text.class, of.get(0)));
    if (kind.isEmpty() || PLAIN_DTYPES.indexOf(kind.charAt(0)) < 0) {
      throw PickledArray.refused(kind);
    }
    return new Dtype("=" + kind);
  }

  private Bytes encode(List<Value> of) throws MalformedPacketException {
    Text text = as(Text.class, of.get(0));
    check(quoted(as(Text.class, of.get(1))).equals("latin1"), "a pickle with text not for latin1");
    return new Bytes(text.start(), text.length(), true);
  }

  private Value build(Tuple state, Value value) throws MalformedPacketException {
    if (value instanceof Dtype dtype) {
      String order = quoted(as(Text.class, state.items(8).get(1)));
      check(order.length() == 1, "a pickle of a dtype of byte order " + order);
      return new Dtype(order + dtype.name().substring(1));
    }
    check(value == Word.UNBUILT_ARRAY, "a pickle that builds what is neither array nor dtype");
    List<Value> of = state.items(5);
    return array(of.get(1), of.get(2), of.get(3) == Word.TRUE, of.get(4));
  }

  private static Array array(Value shape, Value dtype, boolean byColumns, Value data)
      throws MalformedPacketException {
    List<Integer> sizes = new ArrayList<>();
    for (Value size : as(Tuple.class, shape).items()) {
      sizes.add(as(Int.class, size).value());
    }
    String name = as(Dtype.class, dtype).name();
    return new Array(new PickledArray(name, sizes, byColumns), as(Bytes.class, data));
  }
}
