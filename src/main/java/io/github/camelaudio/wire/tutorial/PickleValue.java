package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.wire.MalformedPacketException;
import java.util.List;

/**
 * What lies on the stack of a {@link PickleReader}. Tuples may hold each other many times over:
 * nothing walks into a tuple's tuples, as its equals, hashCode and toString would.
 */
interface PickleValue {

  /** The values that are one of a kind. */
  enum Word implements PickleValue {
    MARK,
    NONE,
    TRUE,
    FALSE,
    UNBUILT_ARRAY
  }

  enum Global implements PickleValue {
    RECONSTRUCT,
    FROMBUFFER,
    NDARRAY,
    DTYPE,
    ENCODE,
    BYTES,
    BYTEARRAY
  }

  record Int(int value) implements PickleValue {}

  record Text(int start, int length) implements PickleValue {}

  /** With {@code encoded}, what the UTF-8 there becomes in latin1. */
  record Bytes(int start, int length, boolean encoded) implements PickleValue {}

  record Tuple(List<PickleValue> items) implements PickleValue {
    /** The items, when there are {@code count}. */
    List<PickleValue> items(int count) throws MalformedPacketException {
      PickleBytes.check(
          items.size() == count, "a pickle with another number of values than " + count);
      return items;
    }
  }

  /** For example {@code <f4}. */
  record Dtype(String name) implements PickleValue {}

  record Array(PickledArray array, Bytes data) implements PickleValue {}
}
