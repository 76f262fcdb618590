package io.github.camelaudio.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.flow.StreamStart;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is sent, in which writes, and what is counted. */
class PeerLinkTest extends PeerLinkCase {

  @Test
  void run_sendsOneBlockAfterTheOther_andSaysSoOnce() throws Exception {
    start();
    link.offer(live(1));
    link.offer(live(2));
    Attempt first = attempt(1);
    assertEquals(0, attempts.size());
    assertEquals(PeerState.Name.NEW, link.state());
    first.succeeds();
    attempt(2).succeeds();
    await(() -> link.sentBlocks() == 2);
    assertEquals(PeerState.Name.UP, link.state());
    says("INFO tcp://peer:9600: sending");
    assertEquals(0, link.droppedBlocks());
  }

  @Test
  void awaitTaken_returnsOnlyWhenTheSocketTookWhatWasOffered() throws Exception {
    start();
    link.offer(live(1));
    CompletableFuture<Void> taken = awaitTaken();
    Attempt first = attempt(1);
    assertFalse(taken.isDone());
    first.succeeds();
    taken.get(10, TimeUnit.SECONDS);
    assertTrue(first.result().isDone());
  }

  @Test
  void awaitTaken_ofAPeerThatIsAway_doesNotWait() throws Exception {
    start();
    link.offer(live(1));
    CompletableFuture<Void> taken = awaitTaken();
    attempt(1).fails(refused());
    taken.get(10, TimeUnit.SECONDS);
    assertEquals(0, link.sentBlocks());
  }

  @Test
  void offer_ofLiveBlocksWhileOneIsOnItsWay_dropsTheOldest_counted() throws Exception {
    start();
    link.offer(live(0));
    Attempt first = attempt(0);
    for (int i = 1; i <= 60; i++) {
      assertTrue(link.offer(live(i)));
    }
    assertEquals(10, link.droppedBlocks());
    first.succeeds();
    attempt(11).succeeds();
  }

  @Test
  void run_ofBlocksThatAreNotLive_triesUntilTheyGo_allAtOnce() throws Exception {
    link.offer(waiting(1));
    link.offer(waiting(2));
    start();
    for (int i = 0; i < 5; i++) {
      attempt(1).fails(refused());
    }
    Attempt sixth = attempt(1);
    assertEquals(2, sixth.blocks());
    link.offer(waiting(3));
    sixth.succeeds();
    attempt(3).succeeds();
    await(() -> link.sentBlocks() == 3);
    assertEquals(0, link.droppedBlocks());
    await(() -> log.all().size() == 2);
  }

  @Test
  void run_sendsMoreAtOnce_theQuickerThePeerTakesIt() throws Exception {
    for (int i = 1; i <= 100; i++) {
      link.offer(AudioBlock.builder(FORMAT).sequence(i).live(false).pcm(new byte[4_096]));
    }
    start();
    Attempt first = attempt(1);
    assertEquals(16, first.blocks());
    first.succeeds();
    Attempt second = attempt(17);
    assertEquals(32, second.blocks());
    second.succeeds();
    Attempt third = attempt(49);
    assertEquals(52, third.blocks(), "what is left");
    third.succeeds();
    await(() -> link.sentBlocks() == 100);
  }

  @Test
  void run_sendsLessAtOnce_toAPeerThatTakesItSlowly() throws Exception {
    link = link(SOON, SOON);
    for (int i = 1; i <= 100; i++) {
      link.offer(AudioBlock.builder(FORMAT).sequence(i).live(false).pcm(new byte[4_096]));
    }
    start();
    Attempt first = attempt(1);
    assertEquals(16, first.blocks());
    await(() -> link.state() == PeerState.Name.AWAY);
    first.succeeds();
    assertEquals(8, attempt(17).blocks());
  }

  @Test
  void close_ofAPeerThatTakesWhatIsSent_sendsTheRest() throws Exception {
    start();
    link.offer(live(1));
    attempt(1).succeeds();
    await(() -> link.state() == PeerState.Name.UP);
    link.offer(live(2));
    Attempt second = attempt(2);
    link.offer(live(3));
    link.offer(waiting(4));
    link.close();
    assertFalse(link.offer(live(5)));
    second.succeeds();
    attempt(3).succeeds();
    attempt(4).succeeds();
    thread.join(10_000);
    assertFalse(thread.isAlive());
    assertEquals(4, link.sentBlocks());
    assertEquals(0, link.droppedBlocks());
  }

  @Test
  void close_ofAPeerThatIsAway_endsAtOnce_andCountsTheRest() throws Exception {
    link = link(NEVER, NEVER);
    for (int i = 1; i <= 3; i++) {
      link.offer(waiting(i));
    }
    start();
    attempt(1).fails(refused());
    await(() -> link.state() == PeerState.Name.AWAY);
    link.close();
    thread.join(10_000);
    assertFalse(thread.isAlive());
    assertEquals(3, link.droppedBlocks());
    List<String> lines = log.all();
    assertEquals("WARN tcp://peer:9600: ended with 3 blocks unsent", lines.get(lines.size() - 1));
  }

  @Test
  void close_ofAPeerThatStalls_endsWithoutIt_andCountsEveryBlock() throws Exception {
    link = link(SOON, SOON);
    start();
    link.offer(live(1));
    attempt(1).succeeds();
    await(() -> link.state() == PeerState.Name.UP);
    link.offer(live(2));
    attempt(2);
    await(() -> link.state() == PeerState.Name.STALLED);
    link.offer(live(3));
    link.close();
    thread.join(10_000);
    assertFalse(thread.isAlive());
    assertEquals(1, link.sentBlocks());
    assertEquals(2, link.droppedBlocks());
  }

  @Test
  void run_whenInterrupted_countsTheBlockThatWasOnItsWay() throws Exception {
    start();
    link.offer(live(1));
    attempt(1);
    thread.interrupt();
    thread.join(10_000);
    assertEquals(1, link.droppedBlocks());
  }

  @Test
  void holdsWaiting_untilABlockThatCanWaitIsOut_andIsSending_onlyToAPeerThatTakesIt()
      throws Exception {
    assertFalse(link.isSending());
    link.offer(waiting(1));
    assertTrue(link.isSending());
    start();
    attempt(1).fails(refused());
    await(() -> link.state() == PeerState.Name.AWAY);
    assertFalse(link.isSending());
    assertTrue(link.holdsWaiting());
    attempt(1).succeeds();
    await(() -> !link.holdsWaiting());
    assertFalse(link.isSending());
  }

  @Test
  void run_ofWhatTheWireCannotCarry_saysSoOnce_andTriesNothingTwice() throws Exception {
    start();
    for (int i = 1; i <= 2; i++) {
      link.offer(waiting(i));
      attempt(i).fails(new IOException("wrapped", unsendable()));
    }
    link.offer(waiting(3));
    attempt(3).succeeds();
    await(() -> link.sentBlocks() == 1);
    assertEquals(2, link.droppedBlocks());
    await(() -> log.all().size() == 2);
    assertTrue(log.all().get(0).startsWith("ERROR tcp://peer:9600: stream 00000000 is not sent"));
  }

  @Test
  void run_ofLiveBlocksOfTwoStreams_sharesAWrite_andCountsWhatOneOfThemCannotCarry()
      throws Exception {
    start();
    link.offer(live(1));
    Attempt first = attempt(1);
    AudioBlock other = AudioBlock.builder(FORMAT).streamId(9).sequence(3).pcm(new byte[10]);
    link.offer(live(2));
    link.offer(other);
    first.succeeds();
    Attempt both = attempt(2);
    assertEquals(2, both.blocks());
    both.fails(unsendable());
    await(() -> link.sentBlocks() == 2);
    assertEquals(1, link.droppedBlocks());
    assertEquals(PeerState.Name.UP, link.state());
  }

  private CompletableFuture<Void> awaitTaken() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            link.awaitTaken(new StreamStart());
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** What a wire says of a block of another rate. */
  private static UnsendableException unsendable() {
    BlockEncoder encoder =
        new WireCodecs(wire -> null).encoder(Wire.PCM, Transport.TCP, Wire.PCM.defaultFormat());
    return assertThrows(
        UnsendableException.class,
        () -> encoder.encode(live(1), UnpooledByteBufAllocator.DEFAULT, ByteBuf::release));
  }
}
