package io.github.camelaudio.wire.tutorial;

import static io.github.camelaudio.wire.tutorial.PickleBytes.check;

import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.tutorial.PickleValue.Array;
import io.github.camelaudio.wire.tutorial.PickleValue.Bytes;
import io.github.camelaudio.wire.tutorial.PickleValue.Dtype;
import io.github.camelaudio.wire.tutorial.PickleValue.Global;
import io.github.camelaudio.wire.tutorial.PickleValue.Int;
import io.github.camelaudio.wire.tutorial.PickleValue.Text;
import io.github.camelaudio.wire.tutorial.PickleValue.Tuple;
import io.github.camelaudio.wire.tutorial.PickleValue.Word;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
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

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final PickleBytes in;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();

  private PickleReader(ByteBuf pickle) {
    this.in = new PickleBytes(pickle);
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
    PickleValue result = reader.run();
    if (result instanceof Bytes bytes) {
      return new PickledSound(0, reader.in.copy(bytes));
    }
    if (result instanceof Array array) {
      return array.array().sound(reader.in.copy(array.data()));
    }
    String kind = result instanceof Enum<?> one ? one.name() : result.getClass().getSimpleName();
    throw refusedKind(kind.toLowerCase(Locale.ROOT));
  }

  private static MalformedPacketException refusedKind(String kind) {
    return new MalformedPacketException("a pickle of a " + kind + UNDERSTOOD);
  }

  private PickleValue run() throws MalformedPacketException {
    check(in.unsignedByte() == 0x80, "no pickle of protocol 2 to 5: the first byte is not 0x80");
    int protocol = in.unsignedByte();
    check(protocol >= 2 && protocol <= 5, "a pickle of protocol " + protocol + ", not 2 to 5");
    for (int opcodes = 0; opcodes < MAX_OPCODES; opcodes++) {
      int opcode = in.unsignedByte();
      if (opcode == 0x2E) {
        return result();
      }
      execute(opcode);
    }
    throw new MalformedPacketException("a pickle of more than " + MAX_OPCODES + " opcodes");
  }

  private PickleValue result() throws MalformedPacketException {
    PickleValue result = pop();
    check(stack.isEmpty(), "a pickle that leaves more than its result");
    check(in.left() == 0, "a pickle with " + in.left() + " bytes after its end");
    return result;
  }

  private void execute(int opcode) throws MalformedPacketException {
    switch (opcode) {
      case 0x95 -> in.checkThere(in.signedLong());
      case 0x28 -> stack.add(Word.MARK);
      case 0x4E -> stack.add(Word.NONE);
      case 0x88 -> stack.add(Word.TRUE);
      case 0x89 -> stack.add(Word.FALSE);
      case 0x4B -> stack.add(new Int(in.unsignedByte()));
      case 0x4D -> stack.add(new Int(in.unsignedShort()));
      case 0x4A -> stack.add(new Int(in.signedInt()));
      case 0x43 -> stack.add(in.bytes(in.unsignedByte()));
      case 0x42 -> stack.add(in.bytes(in.unsignedInt()));
      case 0x96 -> stack.add(in.bytes(in.signedLong()));
      case 0x8C -> stack.add(in.text(in.unsignedByte()));
      case 0x58 -> stack.add(in.text(in.unsignedInt()));
      case 0x29 -> stack.add(tuple(0));
      case 0x85 -> stack.add(tuple(1));
      case 0x86 -> stack.add(tuple(2));
      case 0x87 -> stack.add(tuple(3));
      case 0x74 -> stack.add(tupleAboveMark());
      case 0x63 -> stack.add(global(in.line(), in.line()));
      case 0x93 -> stack.add(stackGlobal());
      case 0x52 -> stack.add(reduce(pop(Tuple.class), pop(Global.class)));
      case 0x62 -> stack.add(build(pop(Tuple.class), pop()));
      case 0x71 -> memo.put(in.unsignedByte(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 0x68 -> stack.add(noted(in.unsignedByte()));
      case 0x5D -> throw refusedKind("list");
      case 0x7D -> throw refusedKind("dict");
      default ->
          throw new MalformedPacketException(
              "a pickle with opcode 0x" + HEX.toHexDigits((byte) opcode));
    }
  }

  // ---- stack and memo

  private PickleValue top() throws MalformedPacketException {
    PickleValue top = stack.isEmpty() ? Word.MARK : stack.get(stack.size() - 1);
    check(top != Word.MARK, "a pickle that takes a value where there is none");
    return top;
  }

  private PickleValue pop() throws MalformedPacketException {
    PickleValue top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private <T extends PickleValue> T pop(Class<T> kind) throws MalformedPacketException {
    return as(kind, pop());
  }

  private static <T extends PickleValue> T as(Class<T> kind, PickleValue value)
      throws MalformedPacketException {
    if (!kind.isInstance(value)) {
      String found = value.getClass().getSimpleName();
      throw new MalformedPacketException(
          "a pickle with " + found + " in the place of " + kind.getSimpleName());
    }
    return kind.cast(value);
  }

  private PickleValue noted(int number) throws MalformedPacketException {
    PickleValue value = memo.get(number);
    if (value == null) {
      throw new MalformedPacketException(
          "a pickle that recalls value " + number + ", which it did not note");
    }
    return value;
  }

  private Tuple tuple(int size) throws MalformedPacketException {
    PickleValue[] items = new PickleValue[size];
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
    String both = in.quoted(module) + "." + in.quoted(name);
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

  private PickleValue reduce(Tuple arguments, Global global) throws MalformedPacketException {
    return switch (global) {
      case RECONSTRUCT -> reconstruct(arguments.items(3));
      case FROMBUFFER -> fromBuffer(arguments.items(4));
      case DTYPE -> dtype(arguments.items(3));
      case ENCODE -> encode(arguments.items(2));
      case BYTES -> new Bytes(in.index(), arguments.items(0).size(), false);
      case BYTEARRAY ->
          arguments.items().isEmpty()
              ? new Bytes(in.index(), 0, false)
              : as(Bytes.class, arguments.items(1).get(0));
      case NDARRAY -> throw new MalformedPacketException("a pickle that calls ndarray");
    };
  }

  private static PickleValue reconstruct(List<PickleValue> of) throws MalformedPacketException {
    check(of.get(0) == Global.NDARRAY, "a pickle of an array of another class than ndarray");
    return Word.UNBUILT_ARRAY;
  }

  private Array fromBuffer(List<PickleValue> of) throws MalformedPacketException {
    String order = in.quoted(as(Text.class, of.get(3)));
    check(order.equals("C") || order.equals("F"), "a pickle of an array in order " + order);
    return array(of.get(2), of.get(1), order.equals("F"), of.get(0));
  }

  /** Until it is built, a dtype is of native order. */
  private Dtype dtype(List<PickleValue> of) throws MalformedPacketException {
    String kind = in.quoted(as(Text.class, of.get(0)));
    if (kind.isEmpty() || PLAIN_DTYPES.indexOf(kind.charAt(0)) < 0) {
      throw PickledArray.refused(kind);
    }
    return new Dtype("=" + kind);
  }

  private Bytes encode(List<PickleValue> of) throws MalformedPacketException {
    Text text = as(Text.class, of.get(0));
    check(
        in.quoted(as(Text.class, of.get(1))).equals("latin1"), "a pickle with text not for latin1");
    return new Bytes(text.start(), text.length(), true);
  }

  private PickleValue build(Tuple state, PickleValue value) throws MalformedPacketException {
    if (value instanceof Dtype dtype) {
      String order = in.quoted(as(Text.class, state.items(8).get(1)));
      check(order.length() == 1, "a pickle of a dtype of byte order " + order);
      return new Dtype(order + dtype.name().substring(1));
    }
    check(value == Word.UNBUILT_ARRAY, "a pickle that builds what is neither array nor dtype");
    List<PickleValue> of = state.items(5);
    return array(of.get(1), of.get(2), of.get(3) == Word.TRUE, of.get(4));
  }

  private static Array array(
      PickleValue shape, PickleValue dtype, boolean byColumns, PickleValue data)
      throws MalformedPacketException {
    List<Integer> sizes = new ArrayList<>();
    for (PickleValue size : as(Tuple.class, shape).items()) {
      sizes.add(as(Int.class, size).value());
    }
    String name = as(Dtype.class, dtype).name();
    return new Array(new PickledArray(name, sizes, byColumns), as(Bytes.class, data));
  }
}
