package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelloMessageTest {

  private static final HelloMessage.Cookie COOKIE =
      new HelloMessage.Cookie(0x0102030405060708L, 0xF1F2F3F4F5F6F7F8L);

  private static final String TUNE = "54554e45";
  private static final String COOKIE_HEX = "0102030405060708f1f2f3f4f5f6f7f8";

  // ---- golden bytes, both ways

  @ParameterizedTest
  @CsvSource({"HELLO, 80", "COOKIE, 81", "WELCOME, 82", "FULL, 83", "LEAVE, 84"})
  void write_ofEachKind_isAnRtcpPacketOf32Bytes(HelloMessage.Kind kind, String firstByte) {
    String golden = firstByte + "cc0007" + "00000000" + TUNE + COOKIE_HEX + "00000e10";
    HelloMessage greeting = new HelloMessage(kind, COOKIE, 3_600);
    assertEquals(golden, written(greeting));
    assertEquals(greeting, HelloMessage.read(buffer(golden)));
    assertEquals(2 * HelloMessage.SIZE_BYTES, golden.length());
  }

  @Test
  void write_withoutCookieAndLease_isZerosInTheirPlace() {
    String golden = "80cc0007" + "00000000" + TUNE + "00".repeat(20);
    HelloMessage first = new HelloMessage(HelloMessage.Kind.HELLO, HelloMessage.Cookie.NONE, 0);
    assertEquals(golden, written(first));
    assertEquals(first, HelloMessage.read(buffer(golden)));
  }

  @ParameterizedTest
  @EnumSource(HelloMessage.Kind.class)
  void write_isReadAsItWas(HelloMessage.Kind kind) {
    Random random = new Random(20261121);
    for (int i = 0; i < 100; i++) {
      HelloMessage.Cookie cookie = new HelloMessage.Cookie(random.nextLong(), random.nextLong());
      HelloMessage greeting = new HelloMessage(kind, cookie, random.nextInt());
      assertEquals(greeting, HelloMessage.read(buffer(written(greeting))));
    }
  }

  @Test
  void write_isRtcpAndNoRtp() {
    ByteBuf bytes = buffer(written(new HelloMessage(HelloMessage.Kind.WELCOME, COOKIE, 30)));
    assertTrue(RtcpLayout.isRtcp(bytes));
    assertEquals(RtpLayout.VERSION, RtpLayout.version(bytes));
  }

  @Test
  void read_withinABuffer_leavesItsIndexesAlone() {
    HelloMessage full = new HelloMessage(HelloMessage.Kind.FULL, COOKIE, 0);
    ByteBuf buffer = buffer("ffffff" + written(full)).skipBytes(3);
    assertEquals(full, HelloMessage.read(buffer));
    assertEquals(3, buffer.readerIndex());
    assertEquals(HelloMessage.SIZE_BYTES, buffer.readableBytes());
  }

  // ---- what is none

  @Test
  void read_ofAnyOtherLength_isNull() {
    byte[] greeting =
        ByteBufUtil.decodeHexDump(written(new HelloMessage(HelloMessage.Kind.HELLO, COOKIE, 1)));
    for (int length = 0; length <= 100; length++) {
      HelloMessage read =
          HelloMessage.read(Unpooled.wrappedBuffer(Arrays.copyOf(greeting, length)));
      if (length == HelloMessage.SIZE_BYTES) {
        assertNotNull(read);
      } else {
        assertNull(read, length + " bytes");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tune", "TUNA", "TUNF", "AUNE", "\0\0\0\0"})
  void read_ofAnotherApplicationsPacket_isNull(String name) {
    String hex = HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII));
    assertNull(HelloMessage.read(buffer("80cc000700000000" + hex + "00".repeat(20))));
  }

  @Test
  void read_ofAnyOtherKind_isNull() {
    for (int kind = 0; kind < 32; kind++) {
      String first = HexFormat.of().toHexDigits((byte) (0x80 | kind));
      HelloMessage read =
          HelloMessage.read(buffer(first + "cc000700000000" + TUNE + "00".repeat(20)));
      assertEquals(kind > 4, read == null, "kind " + kind);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void read_ofAnotherVersion_isNull(int version) {
    String first = HexFormat.of().toHexDigits((byte) (version << 6));
    assertNull(HelloMessage.read(buffer(first + "cc000700000000" + TUNE + "00".repeat(20))));
  }

  @Test
  void read_ofAnyOtherPacketType_isNull() {
    for (int type = 0; type < 256; type++) {
      String second = HexFormat.of().toHexDigits((byte) type);
      HelloMessage read =
          HelloMessage.read(buffer("80" + second + "000700000000" + TUNE + "00".repeat(20)));
      assertEquals(type != 204, read == null, "type " + type);
    }
  }

  @Test
  void read_ofRtpOfTheSameLength_isNull() {
    assertNull(HelloMessage.read(new TestPacket().frames(10, 2).buffer()));
  }

  private static ByteBuf buffer(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
  }

  private static String written(HelloMessage greeting) {
    ByteBuf bytes = greeting.write(ByteBufAllocator.DEFAULT);
    String hex = ByteBufUtil.hexDump(bytes);
    bytes.release();
    return hex;
  }
}
