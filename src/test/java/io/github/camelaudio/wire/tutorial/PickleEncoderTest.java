package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.BlockWriter;
import io.github.camelaudio.wire.Encoded;
import io.github.camelaudio.wire.Heard;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.rtp.TestPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleEncoderTest {

  private static final PcmFormat STEREO = PcmFormat.parse("s16/44100/2");
  private static final PcmFormat MONO = PcmFormat.parse("s16/44100/1");
  private static final PcmFormat FLOATS = PcmFormat.parse("f32/44100/2");
  private static final int MESSAGE_FRAMES = 1_024;

  private final FakeClock clock = new FakeClock();
  private final Encoded bytes = new Encoded(PickleEncoder.ofBytes(STEREO, clock));
  private final Encoded arrays = new Encoded(PickleEncoder.ofArrays(STEREO, clock));

  // ---- messages of 1024 frames

  @Test
  void encode_ofBytes_isTheLengthAndThePickleOf1024Frames() throws MalformedPacketException {
    TestSound sound = TestSound.noise(STEREO, 1, MESSAGE_FRAMES);
    List<byte[]> messages = bytes.add(sound.whole()).take();
    ByteBuf expected = Unpooled.buffer();
    PickleWriter.writeBytes(expected, sound.pcm(), 0, 4_096);
    assertEquals(1, messages.size());
    assertArrayEquals(TestPacket.bytesOf(expected), messages.get(0));
  }

  @Test
  void encode_ofArrays_isTheLengthAndThePickleOf1024FramesOfFloats() {
    TestSound sound = TestSound.of(FLOATS, 1, GoldenPickle.pcm(2_048));
    List<byte[]> messages = arrays.add(sound.whole()).take();
    ByteBuf expected = Unpooled.buffer();
    PickleWriter.writeArray(expected, MESSAGE_FRAMES, 2, sound.pcm(), 0, 8_192);
    assertEquals(1, messages.size());
    assertEquals(8 + 8_321, messages.get(0).length);
    assertArrayEquals(TestPacket.bytesOf(expected), messages.get(0));
  }

  @Test
  void encode_holdsFramesBackUntilTheyFillAMessage() throws MalformedPacketException {
    TestSound sound = TestSound.noise(STEREO, 1, 3_000);
    assertTrue(bytes.add(sound.block(0, 1_000)).take().isEmpty());
    assertTrue(bytes.add(sound.block(1_000, 1_023)).take().isEmpty());
    assertArrayEquals(sound.pcm(0, 1_024), only(bytes.add(sound.block(1_023, 1_024)).take()));
    assertArrayEquals(sound.pcm(1_024, 2_048), only(bytes.add(sound.block(1_024, 3_000)).take()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 441, 480, 1_023, 1_024, 1_025, 5_000})
  void encode_ofBlocksOfAnySize_givesMessagesOf1024FramesAndTheRest(int maxFrames)
      throws MalformedPacketException {
    TestSound sound = TestSound.noise(STEREO, 1, 10_000);
    List<AudioBlock> blocks = sound.cut(new Random(maxFrames), maxFrames);
    List<byte[]> messages = bytes.addAll(blocks).take();
    assertEquals(11, messages.size()); // nine whole ones, 784 frames, the end
    for (int i = 0; i < 9; i++) {
      int from = i * MESSAGE_FRAMES;
      assertArrayEquals(
          sound.pcm(from, from + MESSAGE_FRAMES), read(messages.get(i)).pcm(), "message " + i);
    }
    assertArrayEquals(sound.pcm(9 * MESSAGE_FRAMES, 10_000), read(messages.get(9)).pcm());
    assertEquals(0, read(messages.get(10)).pcm().length);
  }

  @Test
  void write_ofABlockThatOnlyBeginsAMessage_succeedsAtOnce() {
    EmbeddedChannel channel =
        new EmbeddedChannel(new BlockWriter(Transport.TCP, PickleEncoder.ofBytes(STEREO, clock)));
    ChannelFuture written = channel.writeAndFlush(TestSound.noise(STEREO, 1, 10).whole());
    assertTrue(written.isSuccess());
    assertFalse(channel.finishAndReleaseAll());
  }

  // ---- the end of a stream

  @ParameterizedTest
  @CsvSource({"1, 1", "1023, 1", "1024, 0", "2048, 0", "2049, 1"})
  void encode_ofBytes_endsWithWhatIsLeftAndAnEmptyMessage(int frames, int rests)
      throws MalformedPacketException {
    TestSound sound = TestSound.noise(STEREO, 1, frames);
    List<byte[]> messages = bytes.add(sound.lastBlock(0, frames)).take();
    assertEquals(frames / MESSAGE_FRAMES + rests + 1, messages.size());
    assertArrayEquals(sound.pcm(), pcm(messages));
    assertEquals(0, read(messages.get(messages.size() - 1)).pcm().length);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1023, 1", "1024, 1", "2048, 2", "2049, 3"})
  void encode_ofArrays_endsFilledUpWithSilenceAndHasNoEmptyMessage(int frames, int count)
      throws MalformedPacketException {
    TestSound sound = TestSound.of(FLOATS, 1, GoldenPickle.pcm(frames * 2));
    List<byte[]> messages = arrays.add(sound.lastBlock(0, frames)).take();
    assertEquals(count, messages.size());
    byte[] withSilence = Arrays.copyOf(sound.pcm(), count * MESSAGE_FRAMES * 8);
    assertArrayEquals(withSilence, pcm(messages));
  }

  @Test
  void encode_ofAnEndWithoutFrames_endsTheStreamBefore() throws MalformedPacketException {
    TestSound sound = TestSound.noise(STEREO, 1, 100);
    List<byte[]> messages = bytes.add(sound.whole()).add(sound.end()).take();
    assertEquals(2, messages.size());
    assertArrayEquals(sound.pcm(), read(messages.get(0)).pcm());
    assertEquals(0, read(messages.get(1)).pcm().length);
    messages = arrays.add(sound.whole()).add(sound.end()).take();
    assertEquals(1, messages.size());
  }

  @Test
  void encode_afterAnEnd_beginsAMessageAnew() throws MalformedPacketException {
    TestSound first = TestSound.noise(STEREO, 1, 100);
    bytes.add(first.lastBlock(0, 100)).take();
    TestSound second = TestSound.noise(STEREO, 2, MESSAGE_FRAMES);
    assertArrayEquals(second.pcm(), only(bytes.add(second.whole()).take()));
  }

  // ---- the format of the wire

  @Test
  void encode_ofAnotherFormatOfTheSameRate_givesThatOfTheWire() throws MalformedPacketException {
    PcmFormat mono48 = PcmFormat.parse("s16/48000/1");
    TestSound sound = TestSound.noise(mono48, 1, MESSAGE_FRAMES);
    Encoded stereo48 = new Encoded(PickleEncoder.ofBytes(PcmFormat.parse("s16/48000/2"), clock));
    byte[] pcm = only(stereo48.add(sound.whole()).take());
    byte[] mono = sound.pcm();
    assertEquals(2 * mono.length, pcm.length);
    for (int i = 0; i < pcm.length; i++) {
      assertEquals(mono[i / 4 * 2 + i % 2], pcm[i], "byte " + i);
    }
  }

  @Test
  void encode_ofIntegersAsArrays_givesThemAsFloatsWithTheChannelsOfTheWire()
      throws MalformedPacketException {
    TestSound sound = TestSound.noise(MONO, 1, MESSAGE_FRAMES);
    PickledSound array = read(arrays.add(sound.whole()).take().get(0));
    assertTrue(array.isArray());
    assertEquals(2, array.channels());
    assertArrayEquals(new PcmConverter(MONO, FLOATS).convert(sound.pcm()), array.pcm());
  }

  @Test
  void encode_ofOneStreamThatChangesItsFormat_givesAllOfItInTheFormatOfTheWire()
      throws MalformedPacketException {
    TestSound mono = TestSound.noise(MONO, 1, 600);
    TestSound stereo = TestSound.noise(STEREO, 1, 424);
    byte[] pcm = only(bytes.add(mono.whole()).add(stereo.whole()).take());
    assertArrayEquals(
        new PcmConverter(MONO, STEREO).convert(mono.pcm()), Arrays.copyOf(pcm, 2_400));
    assertArrayEquals(stereo.pcm(), Arrays.copyOfRange(pcm, 2_400, pcm.length));
  }

  @Test
  void encode_ofAnotherRate_isUnsendableAndSaysWhatToDo() throws MalformedPacketException {
    TestSound begun = TestSound.noise(STEREO, 1, MESSAGE_FRAMES);
    bytes.add(begun.block(0, 500));
    AudioBlock fast = TestSound.noise(PcmFormat.parse("s16/48000/2"), 1, 10).whole();
    UnsendableException e = assertThrows(UnsendableException.class, () -> bytes.add(fast));
    assertEquals(
        "stream 00000001 is not sent: it has 48000 Hz, and what goes out is s16/44100/2;"
            + " let the source have that rate, or set the format s16/48000/2 at both ends",
        e.getMessage());
    assertArrayEquals(begun.pcm(), only(bytes.add(begun.block(500, MESSAGE_FRAMES)).take()));
  }

  // ---- one stream at a time

  @Test
  void encode_ofASecondStreamWhileTheFirstPlays_isUnsendableAndLeavesTheFirstIntact()
      throws MalformedPacketException {
    TestSound first = TestSound.noise(STEREO, 1, 2 * MESSAGE_FRAMES);
    TestSound second = TestSound.noise(STEREO, 2, 5_000);
    bytes.add(first.block(0, 1_500)).take();
    UnsendableException e =
        assertThrows(UnsendableException.class, () -> bytes.add(second.lastBlock(0, 5_000)));
    assertEquals(
        "stream 00000002 is not sent: this wire carries one stream at a time, now 00000001;"
            + " send it elsewhere, or use the wire rtp",
        e.getMessage());
    assertTrue(bytes.take().isEmpty());
    assertArrayEquals(
        first.pcm(MESSAGE_FRAMES, 2 * MESSAGE_FRAMES),
        only(bytes.add(first.block(1_500, 2_048)).take()));
  }

  @Test
  void encode_ofASecondStreamAfterAnEnd_isSentAtOnce() throws MalformedPacketException {
    TestSound first = TestSound.noise(STEREO, 1, 2_000);
    TestSound second = TestSound.noise(STEREO, 2, 3_000);
    List<byte[]> messages =
        bytes.add(first.lastBlock(0, 2_000)).add(second.lastBlock(0, 3_000)).take();
    assertEquals(7, messages.size());
    assertArrayEquals(first.pcm(), pcm(messages.subList(0, 3)));
    assertArrayEquals(second.pcm(), pcm(messages.subList(3, 7)));
  }

  @Test
  void encode_ofASecondStreamAfterASecondOfSilence_isSentAfterTheRestOfTheFirstAndItsEnd()
      throws MalformedPacketException {
    TestSound first = TestSound.noise(STEREO, 1, 1_000);
    TestSound second = TestSound.noise(STEREO, 2, MESSAGE_FRAMES);
    bytes.add(first.whole());
    clock.advanceNanos(999_999_999);
    assertThrows(UnsendableException.class, () -> bytes.add(second.whole()));
    clock.advanceNanos(1); // the refused attempt was not the first stream's
    List<byte[]> messages = bytes.add(second.whole()).take();
    assertEquals(3, messages.size());
    assertArrayEquals(first.pcm(), read(messages.get(0)).pcm());
    assertEquals(0, read(messages.get(1)).pcm().length);
    assertArrayEquals(second.pcm(), read(messages.get(2)).pcm());
    assertThrows(UnsendableException.class, () -> bytes.add(first.whole()));
  }

  @Test
  void encode_ofTheEndOfAStreamThatWasRefused_sendsNothing() throws MalformedPacketException {
    TestSound first = TestSound.noise(STEREO, 1, MESSAGE_FRAMES);
    TestSound second = TestSound.noise(STEREO, 2, 10);
    bytes.add(first.lastBlock(0, MESSAGE_FRAMES)).take();
    assertEquals(List.of(), bytes.add(second.lastBlock(10, 10)).take());
  }

  @Test
  void encode_ofAStreamThatPausesWithinAMessage_goesOnWithIt() throws MalformedPacketException {
    TestSound sound = TestSound.noise(STEREO, 1, MESSAGE_FRAMES);
    bytes.add(sound.block(0, 600));
    clock.advanceMillis(60_000);
    assertArrayEquals(sound.pcm(), only(bytes.add(sound.block(600, MESSAGE_FRAMES)).take()));
  }

  // ---- there and back

  @ParameterizedTest
  @ValueSource(longs = {20261121, 20261122, 20261123, 20261124, 20261125, 20261126})
  void encode_ofAnyBlocks_isReadByTheDecoderSampleForSample(long seed) {
    Random random = new Random(seed);
    WireCounters counters = new WireCounters();
    EmbeddedChannel receiver =
        new EmbeddedChannel(
            new PickleDecoder(
                STEREO,
                1 << 20,
                new MalformedPacketLog(counters),
                new UnfinishedMessages(1 << 20),
                counters,
                clock));
    TestSound first = TestSound.noise(STEREO, seed, random.nextInt(20_000) + 1);
    TestSound second = TestSound.noise(STEREO, seed + 1, random.nextInt(20_000) + 1);
    bytes.addAll(first.cut(random, 3_000)).addAll(second.cut(random, 3_000));
    ByteBuf sent = Encoded.joined(bytes.take());
    while (sent.isReadable()) {
      int length = 1 + random.nextInt(Math.min(sent.readableBytes(), 6_000));
      receiver.writeInbound(sent.readRetainedSlice(length));
    }
    sent.release();
    Heard heard = Heard.of(receiver);
    assertEquals(2, heard.streams().size());
    assertEquals(STEREO, heard.streams().get(0).format());
    assertArrayEquals(first.pcm(), heard.streams().get(0).pcm());
    assertArrayEquals(second.pcm(), heard.streams().get(1).pcm());
    assertTrue(heard.streams().get(1).ended());
    assertFalse(receiver.finishAndReleaseAll());
  }

  @ParameterizedTest
  @ValueSource(longs = {20261121, 20261122, 20261123})
  void encode_ofAnyBlocksAsArrays_isReadByTheDecoderSampleForSample(long seed) {
    Random random = new Random(seed);
    WireCounters counters = new WireCounters();
    EmbeddedChannel receiver =
        new EmbeddedChannel(
            new PickleDecoder(
                STEREO,
                1 << 20,
                new MalformedPacketLog(counters),
                new UnfinishedMessages(1 << 20),
                counters,
                clock));
    int frames = random.nextInt(20_000) + 1;
    TestSound sound = TestSound.noise(STEREO, seed, frames);
    receiver.writeInbound(Encoded.joined(arrays.addAll(sound.cut(random, 3_000)).take()));
    Heard.Stream heard = Heard.of(receiver).stream();
    assertEquals(FLOATS, heard.format());
    byte[] back = new PcmConverter(FLOATS, STEREO).convert(heard.pcm());
    int whole = (frames + MESSAGE_FRAMES - 1) / MESSAGE_FRAMES * MESSAGE_FRAMES;
    assertArrayEquals(Arrays.copyOf(sound.pcm(), whole * STEREO.bytesPerFrame()), back);
    receiver.finishAndReleaseAll();
  }

  // ---- helpers

  private static PickledSound read(byte[] message) throws MalformedPacketException {
    ByteBuf in = Unpooled.wrappedBuffer(message);
    assertEquals(message.length - 8, in.readLongLE());
    return PickleReader.read(in);
  }

  /** The samples of the only message. */
  private static byte[] only(List<byte[]> messages) throws MalformedPacketException {
    assertEquals(1, messages.size());
    return read(messages.get(0)).pcm();
  }

  private static byte[] pcm(List<byte[]> messages) throws MalformedPacketException {
    ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      pcm.writeBytes(read(message).pcm());
    }
    return pcm.toByteArray();
  }
}
