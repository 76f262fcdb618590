package io.github.camelaudio.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.rtp.GoldenPacket;
import io.github.camelaudio.wire.rtp.RtcpLayout;
import io.github.camelaudio.wire.rtp.RtpBlockEncoder;
import io.github.camelaudio.wire.rtp.RtpDepacketizer;
import io.github.camelaudio.wire.rtp.RtpLayout;
import io.github.camelaudio.wire.rtp.RtpTcpDecoder;
import io.github.camelaudio.wire.rtp.TestPacket;
import io.github.camelaudio.wire.socket.PortWatch;
import io.github.camelaudio.wire.tutorial.PcmEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockWriterTest {

  private static final PcmFormat STEREO = PcmFormat.parse("s16/48000/2");
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5004);
  private static final int LIMIT = 1_200;

  private final EmbeddedChannel tcp =
      new EmbeddedChannel(new BlockWriter(Transport.TCP, overTcp()));
  private final EmbeddedChannel udp =
      new EmbeddedChannel(new BlockWriter(Transport.UDP, overUdp()));

  private static RtpBlockEncoder overTcp() {
    return RtpBlockEncoder.overTcp(PayloadCodecs::of, PacketStages.NONE, new FakeClock());
  }

  private static RtpBlockEncoder overUdp() {
    return RtpBlockEncoder.overUdp(PayloadCodecs::of, LIMIT, PacketStages.NONE, new FakeClock());
  }

  // ---- TCP

  @Test
  void write_overTcp_putsGoldenPacketBehindItsLength() {
    GoldenPacket golden = GoldenPacket.of("ours_s16_48000_stereo");
    tcp.writeOutbound(golden.block());
    ByteBuf written = tcp.readOutbound();
    assertEquals(golden.bytes().length, written.readUnsignedShort());
    assertArrayEquals(golden.bytes(), TestPacket.bytesOf(written));
    written.release();
    assertFalse(tcp.finishAndReleaseAll());
  }

  @Test
  void write_overTcp_leavesAsOnePieceThatTheDecoderReads() {
    AudioBlock block = block(1_000, true);
    tcp.writeOutbound(block);
    ByteBuf written = tcp.readOutbound();
    assertNull(tcp.readOutbound());
    WireCounters counters = new WireCounters();
    MalformedPacketLog malformed = new MalformedPacketLog(counters);
    EmbeddedChannel receiver =
        new EmbeddedChannel(
            new RtpTcpDecoder(
                new RtpDepacketizer(PayloadCodecs::of, null, counters, new FakeClock()),
                PacketStages.NONE,
                malformed,
                new UnfinishedMessages(1 << 20),
                new HostGate(() -> NetworkLimits.DEFAULT, malformed, counters)));
    receiver.writeInbound(written);
    ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    List<Boolean> last = new ArrayList<>();
    for (Object out = receiver.readInbound(); out != null; out = receiver.readInbound()) {
      pcm.writeBytes(((AudioBlock) out).toByteArray());
      last.add(((AudioBlock) out).last());
    }
    assertArrayEquals(block.toByteArray(), pcm.toByteArray());
    assertEquals(List.of(false, true), last);
    receiver.finishAndReleaseAll();
    tcp.finishAndReleaseAll();
  }

  @Test
  void write_overTcp_succeedsWhenFlushed() {
    ChannelFuture written = tcp.write(block(1_000, false));
    assertFalse(written.isDone());
    tcp.flush();
    assertTrue(written.isSuccess());
    assertTrue(tcp.finishAndReleaseAll());
  }

  @Test
  void write_overAClosedConnection_failsAndReleases() {
    tcp.close();
    ChannelFuture written = tcp.writeAndFlush(block(1_000, false));
    assertInstanceOf(IOException.class, written.cause());
  }

  @Test
  void write_overTcp_ofABlockWithoutFrames_sendsNothing() {
    ChannelFuture written = tcp.writeAndFlush(block(0, false));
    assertTrue(written.isSuccess());
    assertFalse(tcp.finishAndReleaseAll());
  }

  @Test
  void write_ofARun_isWhatItsBlocksAre_oneAfterTheOther() {
    AudioBlock first = block(1_000, false);
    AudioBlock last = block(0, true);
    ChannelFuture written = tcp.write(new BlockBatch(List.of(first, last)));
    assertFalse(written.isDone());
    tcp.flush();
    assertTrue(written.isSuccess());
    ByteBuf one = tcp.readOutbound();
    ByteBuf other = tcp.readOutbound();
    EmbeddedChannel alone = new EmbeddedChannel(new BlockWriter(Transport.TCP, overTcp()));
    alone.writeOutbound(first);
    ByteBuf expected = alone.readOutbound();
    assertEquals(expected, one);
    assertEquals(RtcpLayout.BYE_BYTES, other.readUnsignedShort());
    one.release();
    other.release();
    expected.release();
    assertFalse(alone.finishAndReleaseAll());
    assertFalse(tcp.finishAndReleaseAll());
    assertThrows(IllegalArgumentException.class, () -> new BlockBatch(List.of()));
  }

  @Test
  void write_ofARun_sendsAllButWhatTheWireCannotCarry_andSaysWhyForEach() {
    EmbeddedChannel pcm =
        new EmbeddedChannel(
            new BlockWriter(Transport.TCP, PcmEncoder.overTcp(STEREO, new FakeClock())));
    AudioBlock[] blocks = new AudioBlock[4];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = AudioBlock.builder(STEREO).streamId(i / 2).pcm(new byte[] {1, 2, 3, (byte) i});
    }
    ChannelFuture written =
        pcm.writeAndFlush(new BlockBatch(List.of(blocks[0], blocks[2], blocks[3], blocks[1])));
    UnsendableException why = assertInstanceOf(UnsendableException.class, written.cause());
    assertEquals(2, why.reasons().size());
    for (int i = 0; i < 2; i++) {
      ByteBuf sent = pcm.readOutbound();
      assertArrayEquals(new byte[] {1, 2, 3, (byte) i}, TestPacket.bytesOf(sent));
      sent.release();
    }
    assertFalse(pcm.finishAndReleaseAll());
  }

  @Test
  void write_ofARun_overAClosedConnection_saysThatItIsClosed() {
    EmbeddedChannel pcm =
        new EmbeddedChannel(
            new BlockWriter(Transport.TCP, PcmEncoder.overTcp(STEREO, new FakeClock())));
    pcm.close();
    AudioBlock one = AudioBlock.builder(STEREO).streamId(1).pcm(new byte[4]);
    AudioBlock other = AudioBlock.builder(STEREO).streamId(2).pcm(new byte[4]);
    assertInstanceOf(
        IOException.class, pcm.writeAndFlush(new BlockBatch(List.of(one, other))).cause());
  }

  // ---- UDP

  @Test
  void write_overUdp_sendsEachPacketAsADatagramToThePeer() {
    udp.writeOutbound(to(block(1_000, true)));
    int frames = 0;
    for (int i = 0; i < 4; i++) {
      DatagramPacket datagram = udp.readOutbound();
      assertEquals(PEER, datagram.recipient());
      int payload = datagram.content().readableBytes() - RtpLayout.OUR_HEADER_BYTES;
      assertTrue(payload <= LIMIT, payload + " bytes");
      frames += payload / STEREO.bytesPerFrame();
      datagram.release();
    }
    assertEquals(1_000, frames);
    DatagramPacket bye = udp.readOutbound();
    assertEquals(RtcpLayout.BYE_BYTES, bye.content().readableBytes());
    bye.release();
    assertFalse(udp.finishAndReleaseAll());
  }

  @Test
  void write_overUdp_succeedsWhenAllItsDatagramsDid() {
    ChannelFuture written = udp.write(to(block(1_000, false)));
    assertFalse(written.isDone());
    udp.flush();
    assertTrue(written.isSuccess());
    assertEquals(4, udp.outboundMessages().size());
    udp.finishAndReleaseAll();
  }

  @Test
  void write_overUdp_isNotDoneBeforeItsLastDatagram() {
    List<ChannelPromise> promises = new ArrayList<>();
    EmbeddedChannel held =
        new EmbeddedChannel(new Held(promises), new BlockWriter(Transport.UDP, overUdp()));
    ChannelFuture written = held.writeAndFlush(to(block(1_000, false)));
    assertEquals(4, promises.size());
    promises.subList(0, 3).forEach(ChannelPromise::setSuccess);
    assertFalse(written.isDone());
    promises.get(3).setSuccess();
    assertTrue(written.isSuccess());
    held.finishAndReleaseAll();
  }

  @Test
  void write_overUdp_failsWhenOneDatagramDid() {
    List<ChannelPromise> promises = new ArrayList<>();
    EmbeddedChannel held =
        new EmbeddedChannel(new Held(promises), new BlockWriter(Transport.UDP, overUdp()));
    ChannelFuture written = held.writeAndFlush(to(block(600, false)));
    IOException unreachable = new IOException("unreachable");
    promises.get(0).setFailure(unreachable);
    promises.get(1).setSuccess();
    assertSame(unreachable, written.cause());
    held.finishAndReleaseAll();
  }

  @Test
  void write_overUdp_withoutRecipient_fails() {
    ChannelFuture written = udp.writeAndFlush(block(1, false));
    assertContains(written.cause(), "a datagram has no recipient");
  }

  // ---- what is no sound

  @Test
  void write_ofSomethingElse_failsSayingWhatToDoAndReleasesIt() {
    for (EmbeddedChannel channel : List.of(tcp, udp)) {
      ByteBuf message = channel.alloc().buffer().writeInt(1);
      ChannelFuture written = channel.writeAndFlush(message);
      assertContains(written.cause(), "only audio blocks can be sent, not io.netty.buffer");
      assertContains(written.cause(), "let the route begin with mic:, wav:");
      assertEquals(0, message.refCnt());
    }
    ByteBuf content = udp.alloc().buffer().writeInt(1);
    ChannelFuture written = udp.writeAndFlush(new DefaultAddressedEnvelope<>(content, PEER));
    assertContains(written.cause(), "only audio blocks");
    assertEquals(0, content.refCnt());
  }

  // ---- what comes back

  @Test
  void read_ofWhatThePeerSends_isThrownAway() {
    ByteBuf back = tcp.alloc().buffer().writeInt(1);
    assertFalse(tcp.writeInbound(back));
    assertEquals(0, back.refCnt());
  }

  @Test
  void aBrokenConnection_endsOverTcp_andIsNothingOverUdp() {
    tcp.pipeline().fireExceptionCaught(new IOException("Connection reset"));
    tcp.checkException();
    assertFalse(tcp.isOpen());
    udp.pipeline().fireExceptionCaught(new IOException("Connection refused"));
    udp.checkException();
    assertTrue(udp.isOpen());
  }

  @Test
  void aClosedPort_isSaidOnce_andThatItIsOpenAgainWhenNothingObjectsFor5Seconds() {
    FakeClock clock = new FakeClock();
    EmbeddedChannel sender = new EmbeddedChannel(new BlockWriter(Transport.UDP, overUdp(), clock));
    try (LogLines log = new LogLines(PortWatch.class)) {
      for (int i = 0; i < 3; i++) {
        sender.writeOutbound(to(block(10, false)));
        sender.pipeline().fireExceptionCaught(new PortUnreachableException());
        clock.advanceMillis(4_900);
      }
      assertEquals(1, log.lines().size(), log.lines()::toString);
      String where = "udp://" + PEER.getHostString() + ":" + PEER.getPort();
      assertTrue(
          log.lines().get(0).startsWith("WARN " + where + ": nothing listens there"),
          log.lines()::toString);
      for (int i = 0; i <= 10; i++) {
        sender.writeOutbound(to(block(10, false)));
        clock.advanceMillis(500);
      }
      assertEquals(2, log.lines().size(), log.lines()::toString);
      assertTrue(log.lines().get(1).endsWith("something listens there now"));
    }
    sender.finishAndReleaseAll();
    assertTrue(udp.isOpen());
  }

  @Test
  void aWriteThatFailsForAnEarlierDatagram_succeeds_anotherDoesNot() {
    for (boolean told : new boolean[] {true, false}) {
      List<ChannelPromise> promises = new ArrayList<>();
      EmbeddedChannel sender =
          new EmbeddedChannel(new Held(promises), new BlockWriter(Transport.UDP, overUdp()));
      ChannelFuture written = sender.writeAndFlush(to(block(10, false)));
      promises
          .get(0)
          .setFailure(told ? new PortUnreachableException() : new IOException("no buffer space"));
      assertEquals(told, written.isSuccess());
      sender.finishAndReleaseAll();
    }
  }

  @Test
  void anotherException_isNotSwallowed() {
    tcp.pipeline().fireExceptionCaught(new IllegalStateException("a bug"));
    assertThrows(IllegalStateException.class, tcp::checkException);
  }

  /** Stands where the socket is: takes datagrams, and leaves their promises to the test. */
  private static final class Held extends ChannelOutboundHandlerAdapter {
    private final List<ChannelPromise> promises;

    Held(List<ChannelPromise> promises) {
      this.promises = promises;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
      promises.add(promise);
    }
  }

  private static AudioBlock block(int frames, boolean last) {
    byte[] pcm = new byte[frames * STEREO.bytesPerFrame()];
    new Random(frames).nextBytes(pcm);
    return AudioBlock.builder(STEREO).streamId(1).last(last).pcm(pcm);
  }

  private static DefaultAddressedEnvelope<AudioBlock, InetSocketAddress> to(AudioBlock block) {
    return new DefaultAddressedEnvelope<>(block, PEER);
  }

  private static void assertContains(Throwable thrown, String part) {
    assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown::getMessage);
  }
}
