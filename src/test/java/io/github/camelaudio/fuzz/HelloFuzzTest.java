package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a listener says to a station over UDP: read as it is written, or something else. */
class HelloFuzzTest {

  private static final Cost COST = new Cost(10_000, 4);
  private static final UnpooledByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(false, true);

  static Stream<Arguments> seeds() {
    HelloMessage.Cookie cookie = new HelloMessage.Cookie(0x0123456789abcdefL, -1);
    return Stream.of(HelloMessage.Kind.values())
        .map(
            kind -> Arguments.of(Named.of(kind.name(), bytes(new HelloMessage(kind, cookie, 60)))));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, HelloFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(seeds(), this::fuzz);
  }

  private static void run(byte[] input) {
    ByteBuf datagram = Unpooled.wrappedBuffer(input);
    HelloMessage message = HelloMessage.read(datagram);
    assertEquals(0, datagram.readerIndex());
    if (message != null) {
      byte[] written = bytes(message);
      assertEquals(input.length, written.length);
      assertEquals(message, HelloMessage.read(Unpooled.wrappedBuffer(written)));
      HexFormat hex = HexFormat.of(); // kind, type, name, cookie, lease
      assertEquals(input[0] & 0xDF, written[0] & 0xDF);
      assertEquals(hex.formatHex(input, 8, 32), hex.formatHex(written, 8, 32));
    }
  }

  private static byte[] bytes(HelloMessage message) {
    ByteBuf buffer = message.write(BUFFERS);
    try {
      return ByteBufUtil.getBytes(buffer);
    } finally {
      buffer.release();
    }
  }
}
