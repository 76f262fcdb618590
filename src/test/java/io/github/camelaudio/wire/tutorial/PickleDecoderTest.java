package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.Heard;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.github.camelaudio.wire.rtp.TestPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleDecoderTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/44100/2");
  private static final int MAX_BYTES = WireCodecs.DEFAULT_PICKLE_BYTES;
  private static final byte[] END = message(GoldenPickle.of("bytes_protocol4_0"));
  private static final byte[] OTHER_END = message(GoldenPickle.of("bytes_protocol3_0"));
  private static final byte[] EMPTY_ARRAY = message(GoldenPickle.of("array_numpy2_protocol4_0x2"));

  private final FakeClock clock = new FakeClock();
  private final WireCounters counters = new WireCounters();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters);
  private final UnfinishedMessages unfinished = new UnfinishedMessages(1 << 20);
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final EmbeddedChannel channel = channel();

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    log.close();
  }

  // ---- messages

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void decode_ofBytes_givesABlockOfTheFormatThatIsSet(int protocol) {
    GoldenPickle pickle = GoldenPickle.of("bytes_protocol" + protocol + "_4096");
    write(message(pickle));
    Heard.Stream heard = Heard.of(channel).stream();
    assertEquals("s16/44100/2: 1024", heard.toString());
    assertArrayEquals(pickle.data(), heard.pcm());
    assertEquals(1, counters.snapshot().packets());
  }

  @Test
  void decode_ofArrays_givesBlocksOfTheRateThatIsSetAndOfTheirChannels() {
    GoldenPickle stereo = GoldenPickle.of("array_numpy1_protocol3_1024x2");
    write(message(stereo));
    Heard.Stream heard = Heard.of(channel).stream();
    assertEquals("f32/44100/2: 1024", heard.toString());
    assertArrayEquals(stereo.pcm(), heard.pcm());
  }

  @Test
  void decode_ofSeveralMessagesInOneRead_givesABlockEach() {
    write(bytes(12), bytes(8), bytes(4), END);
    assertEquals(List.of("s16/44100/2: 3 2 1, end"), Heard.of(channel).told());
    assertEquals(4, counters.snapshot().packets());
  }

  @Test
  void decode_ofMessagesCutInTwoAnywhere_givesTheSameBlocks() {
    byte[] messages =
        concat(
            array("array_numpy1_protocol3_3x2"),
            array("array_numpy2_protocol5_3x2"),
            array("array_numpy2_protocol4_5x1"),
            bytes(12),
            END,
            END,
            bytes(4),
            OTHER_END);
    for (int cut = 0; cut <= messages.length; cut++) {
      EmbeddedChannel one = channel();
      write(one, Arrays.copyOf(messages, cut));
      write(one, Arrays.copyOfRange(messages, cut, messages.length));
      assertEquals(
          List.of(
              "f32/44100/2: 3 3, end",
              "f32/44100/1: 5, end",
              "s16/44100/2: 3, end",
              "s16/44100/2: 1, end"),
          Heard.of(one).told(),
          "cut at " + cut);
      assertFalse(one.finishAndReleaseAll());
    }
    assertTrue(log.lines().isEmpty());
  }

  @Test
  void decode_ofMessagesByteByByte_givesTheSameBlocks() {
    for (byte b : concat(array("array_numpy2_protocol4_3x2"), END, END, bytes(12), END)) {
      write(new byte[] {b});
    }
    assertEquals(List.of("f32/44100/2: 3, end", "s16/44100/2: 3, end"), Heard.of(channel).told());
  }

  // ---- streams

  @Test
  void decode_ofAnArrayAndThenBytes_endsTheFirstStreamAndBeginsAnother() {
    GoldenPickle array = GoldenPickle.of("array_numpy2_protocol4_3x2");
    write(message(array), bytes(12), message(array), message(array));
    Heard heard = Heard.of(channel);
    assertEquals(
        List.of("f32/44100/2: 3, end", "s16/44100/2: 3, end", "f32/44100/2: 3 3"), heard.told());
    assertArrayEquals(array.pcm(), heard.streams().get(0).pcm());
    assertArrayEquals(GoldenPickle.data(12), heard.streams().get(1).pcm());
  }

  @Test
  void decode_ofAnEmptyMessage_endsTheStreamOnceHoweverOftenItIsRepeated() {
    write(bytes(12));
    byte[] ends = new byte[END.length * 5_000];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = END[i % END.length];
    }
    for (int from = 0; from < ends.length; from += 997) { // of no length of theirs
      write(Arrays.copyOfRange(ends, from, Math.min(from + 997, ends.length)));
    }
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
    assertTrue(channel.isOpen());
    assertTrue(log.lines().isEmpty());
  }

  @Test
  void decode_ofDifferentEmptyMessages_endsTheStreamOnce() {
    write(bytes(12), END, OTHER_END, EMPTY_ARRAY, EMPTY_ARRAY, END, OTHER_END);
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
  }

  @Test
  void decode_ofAnEmptyArray_endsAStreamOfArrays() {
    write(array("array_numpy2_protocol4_3x2"), EMPTY_ARRAY);
    assertEquals(List.of("f32/44100/2: 3, end"), Heard.of(channel).told());
  }

  @Test
  void decode_ofAnEmptyMessageBeforeAnySound_givesNothing() {
    write(END, END, EMPTY_ARRAY);
    assertNull(channel.readInbound());
    assertTrue(channel.isOpen());
  }

  @Test
  void decode_ofSoundAfterTheEnd_isAnotherStream() {
    write(bytes(12), END, END, bytes(8), END, bytes(4));
    assertEquals(
        List.of("s16/44100/2: 3, end", "s16/44100/2: 2, end", "s16/44100/2: 1"),
        Heard.of(channel).told());
  }

  // ---- what is refused

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "0100010000000000, 65537",
    "0000000001000000, 4294967296",
    "0000000000000080, 9223372036854775808",
    "FFFFFFFFFFFFFFFF, 18446744073709551615",
    "474554202F204854, 6073139484287059271", // "GET / HT"
  })
  void decode_ofAnImpossibleLength_closesAtItsEighthByteAndSaysSoOnce(String hex, String said) {
    byte[] length = HexFormat.of().parseHex(hex);
    write(Arrays.copyOf(length, 7));
    assertTrue(channel.isOpen());
    write(Arrays.copyOfRange(length, 7, 8));
    assertRefused(
        "a message of "
            + said
            + " bytes; allowed are 1 to 65536, the property audio.pickle.maxBytes");
  }

  @ParameterizedTest
  @CsvSource({
    "800342FFFFFF7F, a pickle cut short: 2147483647 more bytes needed",
    "800358FFFFFFFF, a pickle cut short: 4294967295 more bytes needed",
    "80034AFFFFFFFF, a pickle cut short: 1 more bytes needed",
    "800472FFFFFF7F, a pickle with opcode 0x72",
    "80028AFFFFFF7F, a pickle with opcode 0x8A",
    "80048EFFFFFFFF, a pickle with opcode 0x8E",
  })
  void decode_ofSevenBytesThatExhaustAGeneralUnpickler_closesAndSaysSoOnce(
      String hex, String reason) {
    write(message(HexFormat.of().parseHex(hex)));
    assertRefused(reason);
  }

  @Test
  void decode_ofWhatIsRefused_allocatesNothingOfWhatItClaims() {
    List<byte[]> bombs =
        List.of(
            HexFormat.of().parseHex("0000010000000000"), // 64 KiB follow, it says
            HexFormat.of().parseHex("0000004000000000"),
            message(HexFormat.of().parseHex("800342FFFFFF7F")),
            message(HexFormat.of().parseHex("800596FFFFFF3F00000000")));
    bombs.forEach(this::allocatedBy); // classes are loaded
    for (byte[] bomb : bombs) {
      long allocated = allocatedBy(bomb);
      assertTrue(allocated < 200_000, allocated + " bytes were allocated");
    }
  }

  private long allocatedBy(byte[] bomb) {
    EmbeddedChannel one = channel();
    long allocated = allocatedBy(one, bomb);
    one.finishAndReleaseAll();
    return allocated;
  }

  private static long allocatedBy(EmbeddedChannel one, byte[] bytes) {
    ByteBuf read = Unpooled.wrappedBuffer(bytes); // the leak detector allocates, too
    long before = allocatedBytes();
    one.writeInbound(read);
    return allocatedBytes() - before;
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void decode_ofALongestMessage_isTaken() {
    byte[] pcm = new byte[MAX_BYTES - 16];
    byte[] pickle = new TestPickle(3).bytes(pcm).times(8, 'q', 0).stop().toBytes();
    byte[] longest =
        new TestPickle(3).bytes(pcm).opcodes('q', 0, 'q', 0, 'q', 0, 'q', 0).stop().toBytes();
    assertEquals(MAX_BYTES, longest.length);
    assertTrue(pickle.length > MAX_BYTES);
    write(message(longest));
    assertEquals(pcm.length / 4, Heard.of(channel).stream().blocks().get(0).frames());
    write(message(pickle));
    assertRefused(
        "a message of "
            + pickle.length
            + " bytes; allowed are 1 to 65536, the property audio.pickle.maxBytes");
  }

  @Test
  void decode_ofBytesThatAreNoWholeFrames_closesAndSaysSoOnce() {
    write(bytes(12), bytes(13), bytes(12));
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
    assertRefused("13 pickled bytes are no whole number of frames of s16/44100/2");
  }

  @Test
  void decode_afterWhatIsRefused_readsNoMore() {
    write(bytes(12), message(new byte[] {0}), bytes(12), message(new byte[] {1}));
    assertRefused("no pickle of protocol 2 to 5: the first byte is not 0x80");
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
  }

  @Test
  void decode_whileARefusedConnectionCloses_readsNoMore() {
    EmbeddedChannel closing =
        new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                // It takes its time.
              }
            },
            new PickleDecoder(FORMAT, MAX_BYTES, malformed, unfinished, counters, clock));
    write(closing, concat(bytes(12), message(new byte[] {0}), bytes(12)));
    write(closing, bytes(12));
    write(closing, new byte[8]);
    assertEquals(List.of("s16/44100/2: 3"), Heard.of(closing).told());
    assertEquals(1, counters.snapshot().refusedPackets());
    closing.pipeline().removeFirst();
    closing.finishAndReleaseAll();
  }

  @Test
  void decode_ofTooMuchThatIsUnfinished_closesTheConnectionThatBeganFirst() {
    UnfinishedMessages little = new UnfinishedMessages(3_000);
    EmbeddedChannel[] connections = new EmbeddedChannel[4];
    byte[] begun = Arrays.copyOf(bytes(4_096), 1_000);
    for (int i = 0; i < connections.length; i++) {
      connections[i] =
          new EmbeddedChannel(
              new PickleDecoder(FORMAT, MAX_BYTES, malformed, little, counters, clock));
      write(connections[i], begun);
    }
    connections[0].runPendingTasks();
    assertFalse(connections[0].isOpen());
    assertEquals(3_000, little.bytes());
    assertTrue(
        log.lines().get(0).contains("a packet that was incomplete longest when those of all"),
        log.lines()::toString);
    for (int i = 1; i < connections.length; i++) {
      assertTrue(connections[i].isOpen());
      write(connections[i], Arrays.copyOfRange(bytes(4_096), 1_000, bytes(4_096).length));
      assertEquals(List.of("s16/44100/2: 1024"), Heard.of(connections[i]).told());
    }
    assertEquals(0, little.bytes());
    write(connections[1], begun);
    connections[1].finishAndReleaseAll();
    assertEquals(0, little.bytes());
  }

  @Test
  void decode_ofAMessageThatComesInDrops_closesAfterTenSeconds() {
    channel.freezeTime();
    byte[] message = bytes(4_096);
    for (int i = 0; i < 10; i++) {
      write(new byte[] {message[i]});
      assertTrue(channel.isOpen());
      channel.advanceTimeBy(1, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
    }
    assertRefused("a packet stayed incomplete for 10 seconds");
    assertEquals(0, unfinished.bytes());
  }

  // ---- the end of a connection

  @Test
  void endOfConnection_withinAStream_givesItsEndOnce() {
    write(bytes(12));
    channel.finish();
    Heard heard = Heard.of(channel);
    assertEquals(List.of("s16/44100/2: 3, end"), heard.told());
    assertArrayEquals(GoldenPickle.data(12), heard.stream().pcm());
  }

  @Test
  void endOfConnection_afterTheEnd_givesNoOther() {
    write(bytes(12), END);
    channel.finish();
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
  }

  @Test
  void endOfConnection_beforeAnySound_givesNothing() {
    assertFalse(channel.finish());
    EmbeddedChannel another = channel();
    write(another, Arrays.copyOf(bytes(12), 15));
    assertFalse(another.finish());
    assertTrue(log.lines().isEmpty());
  }

  @Test
  void endOfConnection_withinAMessage_givesTheEndWithoutIt() {
    write(concat(bytes(12), Arrays.copyOf(bytes(12), 15)));
    channel.finish();
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
    assertTrue(log.lines().isEmpty());
  }

  @Test
  void endOfConnection_becauseItWasRefused_givesTheEndOfItsStream() {
    write(bytes(12), new byte[8]);
    assertFalse(channel.isOpen());
    channel.finish();
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
    assertRefused("a message of 0 bytes");
  }

  @Test
  void aBrokenConnection_isClosedAndGivesTheEnd() {
    write(bytes(12));
    channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));
    channel.checkException();
    assertFalse(channel.isOpen());
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
  }

  // ---- time

  @Test
  void silenceWithinAMessage_closesAfterTenSeconds() {
    channel.freezeTime();
    byte[] message = bytes(12);
    write(concat(message, Arrays.copyOf(message, message.length - 1)));
    advanceSeconds(9);
    assertTrue(channel.isOpen());
    advanceSeconds(1);
    assertRefused("a packet stayed incomplete for 10 seconds");
    assertEquals(List.of("s16/44100/2: 3, end"), Heard.of(channel).told());
  }

  @Test
  void silenceWithinALength_closesAfterTenSeconds() {
    channel.freezeTime();
    write(new byte[1]);
    advanceSeconds(10);
    assertRefused("a packet stayed incomplete for 10 seconds");
  }

  @Test
  void silenceBetweenMessages_doesNotClose() {
    channel.freezeTime();
    write(bytes(12));
    advanceSeconds(3_600);
    write(bytes(12));
    assertEquals(List.of("s16/44100/2: 3 3"), Heard.of(channel).told());
    assertTrue(channel.isOpen());
  }

  // ---- a sender that goes on after its end

  @Test
  void decode_afterTheEnd_readsALittleOnceASecondUntilThereIsSound() {
    ReadCount reads = new ReadCount();
    EmbeddedChannel drowsy =
        new EmbeddedChannel(
            reads, new PickleDecoder(FORMAT, MAX_BYTES, malformed, unfinished, counters, clock));
    drowsy.freezeTime();
    write(drowsy, bytes(12));
    assertTrue(drowsy.config().isAutoRead());
    write(drowsy, END);
    assertFalse(drowsy.config().isAutoRead());
    reads.take();
    for (int second = 0; second < 5; second++) {
      drowsy.advanceTimeBy(1, TimeUnit.SECONDS);
      drowsy.runScheduledPendingTasks();
      assertEquals(1, reads.take());
      for (int i = 0; i < 5; i++) {
        write(drowsy, concat(END, END, OTHER_END, Arrays.copyOf(END, 3)));
        write(drowsy, Arrays.copyOfRange(END, 3, END.length));
      }
      assertEquals(0, reads.take()); // one in a second, whatever else comes
    }
    write(drowsy, concat(END, bytes(8)));
    assertTrue(drowsy.config().isAutoRead());
    assertTrue(reads.take() > 0);
    assertEquals(List.of("s16/44100/2: 3, end", "s16/44100/2: 2"), Heard.of(drowsy).told());
    drowsy.finishAndReleaseAll();
  }

  @Test
  void decode_ofRepeatedEnds_allocatesNothing() {
    byte[] ends = concat(Collections.nCopies(10_000, END).toArray(new byte[0][]));
    write(END);
    allocatedBy(channel, ends); // classes are loaded
    long allocated = allocatedBy(channel, ends);
    assertTrue(allocated < 200_000, allocated + " bytes were allocated");
  }

  @Test
  void decode_ofAnAlmostRepeatedEnd_isReadAsAnyMessage() {
    byte[] other = END.clone();
    other[other.length - 1]++;
    write(bytes(12), END, END, other);
    assertRefused("a pickle with opcode 0x2F");
  }

  // ---- whether the sender is live

  @Test
  void decode_ofASenderThatKeepsTime_isLiveAfterASecond() {
    for (int i = 0; i < 100; i++) {
      write(bytes(4_096));
      clock.advanceNanos(FORMAT.nanosOfFrames(1_024));
    }
    write(END);
    // 44 messages sound for a second.
    assertEquals("-".repeat(43) + "L".repeat(58), Heard.of(channel).stream().live());
  }

  @Test
  void decode_ofASenderThatSendsAsFastAsItIsTaken_isNeverLive() {
    for (int i = 0; i < 200; i++) {
      write(bytes(4_096));
    }
    write(END);
    assertEquals("-".repeat(201), Heard.of(channel).stream().live());
  }

  @Test
  void decode_ofAFileAfterALongPause_isNotLive() {
    write(bytes(4_096), END);
    clock.advanceMillis(60_000);
    for (int i = 0; i < 100; i++) {
      write(bytes(4_096));
    }
    assertFalse(Heard.of(channel).streams().get(1).live().contains("L"));
  }

  @Test
  void decode_ofAFileAfterRepeatedEnds_isNotLive() {
    write(bytes(4_096), END);
    for (int i = 0; i < 60; i++) {
      clock.advanceMillis(1_000);
      write(END);
    }
    for (int i = 0; i < 100; i++) {
      write(bytes(4_096));
    }
    assertFalse(Heard.of(channel).streams().get(1).live().contains("L"));
  }

  @Test
  void decode_ofAnotherFormat_isJudgedAnewAndTheEndBeforeItIsLiveAsItsStream() {
    for (int i = 0; i < 50; i++) {
      write(bytes(4_096));
      clock.advanceNanos(FORMAT.nanosOfFrames(1_024));
    }
    for (int i = 0; i < 100; i++) {
      write(array("array_numpy2_protocol4_1024x2"));
    }
    List<Heard.Stream> heard = Heard.of(channel).streams();
    assertEquals("-".repeat(43) + "L".repeat(8), heard.get(0).live());
    assertEquals("-".repeat(100), heard.get(1).live());
  }

  // ---- helpers

  private EmbeddedChannel channel() {
    return new EmbeddedChannel(
        new PickleDecoder(FORMAT, MAX_BYTES, malformed, unfinished, counters, clock));
  }

  private void advanceSeconds(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  /** The connection was closed, counted once, and the only line says why. */
  private void assertRefused(String reason) {
    assertFalse(channel.isOpen());
    assertEquals(1, counters.snapshot().refusedPackets());
    assertEquals(1, log.lines().size(), log.lines()::toString);
    String line = log.lines().get(0);
    assertTrue(line.contains(" sent: " + reason), line);
    assertTrue(line.contains("; connection closed;"), line);
  }

  private void write(byte[]... reads) {
    write(channel, concat(reads));
  }

  /** Writes into a buffer that the leak detector watches. */
  private static void write(EmbeddedChannel channel, byte[] bytes) {
    channel.writeInbound(channel.alloc().buffer().writeBytes(bytes));
  }

  private static byte[] array(String name) {
    return message(GoldenPickle.of(name));
  }

  private static byte[] bytes(int length) {
    return message(new TestPickle(3).bytes(GoldenPickle.data(length)).stop().toBytes());
  }

  private static byte[] message(GoldenPickle pickle) {
    return message(pickle.bytes());
  }

  private static byte[] message(byte[] pickle) {
    ByteBuf out = Unpooled.buffer();
    out.writeLongLE(pickle.length).writeBytes(pickle);
    return TestPacket.bytesOf(out);
  }

  private static byte[] concat(byte[]... parts) {
    return TestPacket.bytesOf(Unpooled.wrappedBuffer(parts));
  }
}
