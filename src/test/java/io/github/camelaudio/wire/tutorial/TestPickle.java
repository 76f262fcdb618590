package io.github.camelaudio.wire.tutorial;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A pickle made by hand, opcode by opcode. */
final class TestPickle {

  private final ByteBuf out = Unpooled.buffer();

  TestPickle(int protocol) {
    opcodes(0x80, protocol);
  }

  /** Opcodes and arguments of one byte each. */
  TestPickle opcodes(int... bytes) {
    for (int b : bytes) {
      out.writeByte(b);
    }
    return this;
  }

  TestPickle times(int count, int... bytes) {
    for (int i = 0; i < count; i++) {
      opcodes(bytes);
    }
    return this;
  }

  TestPickle ascii(String text) {
    out.writeCharSequence(text, StandardCharsets.US_ASCII);
    return this;
  }

  TestPickle littleEndian(int number) {
    out.writeIntLE(number);
    return this;
  }

  TestPickle littleEndian(long number) {
    out.writeLongLE(number);
    return this;
  }

  /** BININT. */
  TestPickle number(int number) {
    return opcodes('J').littleEndian(number);
  }

  /** BINUNICODE. */
  TestPickle text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    opcodes('X').littleEndian(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  /** BINBYTES. */
  TestPickle bytes(byte[] data) {
    opcodes('B').littleEndian(data.length);
    out.writeBytes(data);
    return this;
  }

  TestPickle global(String module, String name) {
    return ascii("c" + module + "\n" + name + "\n");
  }

  /** A built dtype of four bytes a sample. */
  TestPickle dtype(String order, String kind) {
    global("numpy", "dtype").text(kind).opcodes(0x89, 0x88, 0x87, 'R');
    opcodes('(', 'K', 3).text(order).ascii("NNN").number(-1).number(-1).opcodes('K', 0);
    return opcodes('t', 'b');
  }

  /** What comes before an array's data: {@code _frombuffer(}. */
  TestPickle fromBuffer() {
    return global("numpy.core.numeric", "_frombuffer").opcodes('(');
  }

  /** What comes after an array's data: dtype, shape, order. */
  TestPickle endFromBuffer(int frames, int channels, String order) {
    dtype("<", "f4").number(frames).number(channels).opcodes(0x86).text(order);
    return opcodes('t', 'R');
  }

  TestPickle stop() {
    return opcodes('.');
  }

  byte[] toBytes() {
    byte[] bytes = new byte[out.readableBytes()];
    out.getBytes(out.readerIndex(), bytes);
    return bytes;
  }

  ByteBuf buffer() {
    return Unpooled.wrappedBuffer(toBytes());
  }
}
