package io.github.camelaudio.wire.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BurstMergerTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  private static final int FRAMES = 240;
  private static final InetSocketAddress SENDER = address(40_000);
  private static final InetSocketAddress PORT = address(9_600);

  private final EmbeddedChannel channel = new EmbeddedChannel(new BurstMerger());

  @AfterEach
  void nothingIsLeft() {
    assertNull(channel.readInbound());
    channel.close();
  }

  @Test
  void read_ofOneBlock_passesItOnAsItIs() {
    Object block = envelope(block(7, 0));
    channel.writeOneInbound(block);
    assertNull(channel.readInbound(), "the read is not complete");
    channel.flushInbound();
    assertSame(block, channel.readInbound());
  }

  @Test
  void read_ofBlocksThatFollowEachOther_joinsThem() {
    read(envelope(block(7, 65_535)), envelope(block(7, 65_536)));
    AddressedEnvelope<AudioBlock, InetSocketAddress> joined = next();
    assertEquals(SENDER, joined.sender());
    assertEquals(PORT, joined.recipient());
    AudioBlock block = joined.content();
    AudioBlock first = block(7, 65_535);
    assertEquals(first.sequence(), block.sequence());
    assertEquals(first.timestamp(), block.timestamp());
    assertEquals(first.captureEpochNanos(), block.captureEpochNanos());
    assertEquals(7, block.streamId());
    assertTrue(block.live());
    byte[] both = Arrays.copyOf(first.toByteArray(), 2 * first.sizeBytes());
    System.arraycopy(block(7, 65_536).toByteArray(), 0, both, first.sizeBytes(), first.sizeBytes());
    assertArrayEquals(both, block.toByteArray());
  }

  @Test
  void read_ofTwoStreamsInTurns_joinsEach() {
    read(
        envelope(block(1, 0)),
        envelope(block(2, 9)),
        envelope(block(1, 1)),
        envelope(block(2, 10)),
        envelope(block(1, 3)));
    assertBlock(1, 0, 2);
    assertBlock(2, 9, 2);
    assertBlock(1, 3, 1);
  }

  @Test
  void read_ofBlocksOutOfOrder_keepsThemApartAndInOrder() {
    read(envelope(block(1, 5)), envelope(block(1, 4)), envelope(block(1, 6)));
    assertBlock(1, 5, 1);
    assertBlock(1, 4, 1);
    assertBlock(1, 6, 1);
  }

  @Test
  void read_ofMoreThanTwentyMillis_makesSeveralBlocks() {
    read(
        envelope(block(1, 0)),
        envelope(block(1, 1)),
        envelope(block(1, 2)),
        envelope(block(1, 3)),
        envelope(block(1, 4)));
    assertBlock(1, 0, 4);
    assertBlock(1, 4, 1);
  }

  @Test
  void read_ofALostPacket_doesNotJoinOverTheGap() {
    AudioBlock afterLoss =
        AudioBlock.builder(FORMAT).streamId(1).sequence(2).timestamp(FRAMES).pcm(new byte[4]);
    read(envelope(block(1, 0)), envelope(afterLoss));
    assertBlock(1, 0, 1);
    assertEquals(2, next().content().sequence());
  }

  @Test
  void read_ofAnotherFormatLivenessOrSender_doesNotJoin() {
    AudioBlock mono =
        AudioBlock.builder(PcmFormat.parse("s16/48000/1"))
            .streamId(1)
            .sequence(1)
            .timestamp(FRAMES)
            .pcm(new byte[2]);
    AudioBlock waiting =
        AudioBlock.builder(FORMAT)
            .streamId(1)
            .sequence(1)
            .timestamp(FRAMES)
            .live(false)
            .pcm(new byte[4]);
    for (Object second :
        new Object[] {
          envelope(mono),
          envelope(waiting),
          new DefaultAddressedEnvelope<>(block(1, 1), PORT, address(40_001))
        }) {
      read(envelope(block(1, 0)), second);
      assertBlock(1, 0, 1);
      assertSame(second, channel.readInbound());
    }
  }

  @Test
  void read_ofAnEnd_comesBehindAllBefore() {
    AudioBlock end = AudioBlock.builder(FORMAT).streamId(1).sequence(2).last(true).empty();
    Object last = envelope(end);
    read(envelope(block(1, 0)), envelope(block(1, 1)), last, envelope(block(2, 0)));
    assertBlock(1, 0, 2);
    assertSame(last, channel.readInbound());
    assertBlock(2, 0, 1);
  }

  @Test
  void reads_areNotJoined() {
    read(envelope(block(1, 0)));
    read(envelope(block(1, 1)));
    assertBlock(1, 0, 1);
    assertBlock(1, 1, 1);
  }

  private void read(Object... messages) {
    for (Object message : messages) {
      channel.writeOneInbound(message);
    }
    channel.flushInbound();
  }

  private void assertBlock(long streamId, int number, int parts) {
    AudioBlock block = next().content();
    assertEquals(streamId, block.streamId());
    assertEquals(block(streamId, number).timestamp(), block.timestamp());
    assertEquals(parts * FRAMES, block.frames());
  }

  private AddressedEnvelope<AudioBlock, InetSocketAddress> next() {
    @Nullable AddressedEnvelope<AudioBlock, InetSocketAddress> envelope = channel.readInbound();
    if (envelope == null) {
      throw new AssertionError("nothing was passed on");
    }
    return envelope;
  }

  private static Object envelope(AudioBlock block) {
    return new DefaultAddressedEnvelope<>(block, PORT, SENDER);
  }

  /** A stream's block by its number. */
  private static AudioBlock block(long streamId, int number) {
    byte[] pcm = new byte[FRAMES * FORMAT.bytesPerFrame()];
    Arrays.fill(pcm, (byte) (number + 1));
    return AudioBlock.builder(FORMAT)
        .streamId(streamId)
        .sequence(number)
        .timestamp(number * FRAMES)
        .captureEpochNanos(1_000_000L + number)
        .pcm(pcm);
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
