package io.github.camelaudio.component.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.flow.StreamStart;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The link runs on its own thread; the test is the network, and completes each send when it likes.
 */
class PeerLinkTest {

  private static final String NAME = "tcp://peer:9600";
  private static final PcmFormat FORMAT = new PcmFormat(1_000, 1, Encoding.U8);
  private static final long NEVER = 1_000_000;
  private static final long SOON = 1;
  private static final String STALLED =
      "WARN tcp://peer:9600: stalled; dropping live audio until it accepts data";

  private volatile boolean throwing;
  private final LinkedBlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<CompletableFuture<Void>> connects = new LinkedBlockingQueue<>();
  private final LogLines log = new LogLines(NAME);
  private PeerLink link = link(NEVER, SOON);
  private Thread thread = new Thread(() -> {});

  private record Attempt(int block, int blocks, CompletableFuture<Void> result) {
    void succeeds() {
      result.complete(null);
    }

    void fails(Exception e) {
      result.completeExceptionally(e);
    }
  }

  private PeerLink link(long stallMillis, long retryMillis) {
    return new PeerLink(NAME, this::attempted, new PeerLink.Times(stallMillis, retryMillis));
  }

  private CompletableFuture<Void> attempted(List<AudioBlock> run) {
    Attempt attempt = new Attempt(run.get(0).sequence(), run.size(), new CompletableFuture<>());
    if (throwing) {
      throw new IllegalStateException("broken");
    }
    attempts.add(attempt);
    return attempt.result;
  }

  @AfterEach
  void end() throws InterruptedException {
    log.close();
    link.close();
    thread.interrupt();
    thread.join(10_000);
    assertFalse(thread.isAlive(), "the link's thread did not end");
  }

  @Test
  void run_sendsOneBlockAfterTheOther_andSaysSoOnce() throws Exception {
    start();
    link.offer(live(1));
    link.offer(live(2));
    Attempt first = attempt(1);
    assertEquals(0, attempts.size());
    assertEquals(PeerLink.State.NEW, link.state());
    first.succeeds();
    attempt(2).succeeds();
    await(() -> link.sentBlocks() == 2);
    assertEquals(PeerLink.State.UP, link.state());
    says("INFO tcp://peer:9600: sending");
    assertEquals(0, link.droppedBlocks());
  }

  @Test
  void run_connectsBeforeThereIsABlock_andWhatCameMeanwhileGoesOutInOrder() throws Exception {
    link = connecting();
    start();
    CompletableFuture<Void> connected = connect();
    for (int i = 1; i <= 50; i++) {
      link.offer(live(i));
    }
    assertEquals(0, attempts.size());
    connected.complete(null);
    for (int i = 1; i <= 50; i++) {
      attempt(i).succeeds();
    }
    await(() -> link.sentBlocks() == 50);
    assertEquals(0, link.droppedBlocks());
    says("INFO tcp://peer:9600: sending");
  }

  @Test
  void run_ofAPeerThatIsNotThereYet_triesAgainWithoutAWord() throws Exception {
    link = connecting();
    start();
    for (int i = 0; i < 3; i++) {
      connect().completeExceptionally(refused());
    }
    CompletableFuture<Void> fourth = connect();
    link.awaitConnect(NEVER);
    fourth.complete(null);
    link.offer(live(1));
    attempt(1).succeeds();
    await(() -> link.sentBlocks() == 1);
    says("INFO tcp://peer:9600: sending");
    assertEquals(0, link.droppedBlocks());
  }

  @Test
  void run_ofAPeerThatIsAwayWhenTheFirstBlockComes_saysSo() throws Exception {
    link = connecting();
    link.offer(live(1));
    start();
    attempt(1).fails(refused());
    await(() -> link.state() == PeerLink.State.AWAY);
    assertEquals(0, connects.size());
  }

  @Test
  void run_ofAPeerThatAnswersLate_isBack() throws Exception {
    link = connecting(SOON);
    start();
    CompletableFuture<Void> slow = connect();
    await(() -> link.state() == PeerLink.State.AWAY);
    slow.complete(null);
    await(() -> link.state() == PeerLink.State.UP);
  }

  @Test
  void run_ofAPeerThatCannotBeConnectedTo_isNotBack_whenABlockHasCome() throws Exception {
    link = connecting(SOON);
    start();
    CompletableFuture<Void> slow = connect();
    await(() -> link.state() == PeerLink.State.AWAY);
    link.offer(waiting(1));
    slow.completeExceptionally(refused());
    attempt(1).fails(refused());
    attempt(1);
    assertEquals(1, log.all().size(), () -> String.join("\n", log.all()));
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
    assertTrue(first.result.isDone());
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

  @Test
  void close_whileItConnects_endsWithoutAWarning() throws Exception {
    link = connecting();
    start();
    connect();
    link.close();
    thread.interrupt();
    thread.join(10_000);
    assertFalse(thread.isAlive());
    assertEquals(List.of(), log.all());
  }

  private PeerLink connecting() {
    return connecting(NEVER);
  }

  private PeerLink connecting(long stallMillis) {
    return new PeerLink(
        NAME,
        new PeerLink.Sender() {
          @Override
          public CompletableFuture<Void> send(List<AudioBlock> run) {
            return attempted(run);
          }

          @Override
          public CompletableFuture<Void> connect() {
            CompletableFuture<Void> connected = new CompletableFuture<>();
            connects.add(connected);
            return connected;
          }
        },
        new PeerLink.Times(stallMillis, SOON));
  }

  /** Each connection has ended soon after it began, of so many in a row. */
  private volatile int shortConnections;

  private PeerLink fluttering(long retryMillis) {
    return new PeerLink(
        NAME,
        new PeerLink.Sender() {
          @Override
          public CompletableFuture<Void> send(List<AudioBlock> run) {
            return attempted(run);
          }

          @Override
          public int shortConnections() {
            return shortConnections;
          }
        },
        new PeerLink.Times(NEVER, retryMillis));
  }

  @Test
  void run_toAPeerThatEndsItsFirstConnectionAtOnce_opensAnotherWithTheNextBlock() throws Exception {
    link = fluttering(NEVER);
    start();
    link.offer(live(1));
    attempt(1).succeeds();
    await(() -> link.sentBlocks() == 1);
    shortConnections = 1;
    link.offer(live(2));
    attempt(2).succeeds();
    await(() -> link.sentBlocks() == 2);
    assertEquals(PeerLink.State.UP, link.state());
  }

  @Test
  void run_toAPeerThatEndsEachConnectionAtOnce_isAwayUntilOneLasts_inTwoLines() throws Exception {
    link = fluttering(SOON);
    start();
    link.offer(live(1));
    attempt(1).succeeds();
    await(() -> link.sentBlocks() == 1);
    for (int i = 2; i <= 5; i++) {
      shortConnections = i;
      link.offer(live(10 * i));
      int dropped = i - 1;
      await(() -> link.droppedBlocks() == dropped);
      assertEquals(0, attempts.size(), "it waits before it connects again");
      link.offer(live(10 * i + 1));
      attempt(10 * i + 1).succeeds();
      int sent = i;
      await(() -> link.sentBlocks() == sent);
      assertEquals(PeerLink.State.AWAY, link.state());
    }
    shortConnections = 0;
    link.offer(live(100));
    attempt(100).succeeds();
    await(() -> link.state() == PeerLink.State.UP);
    assertEquals(
        List.of(
            "INFO tcp://peer:9600: sending",
            "WARN tcp://peer:9600: away (it ends each connection at once); trying again with pauses"
                + " of up to 10 s, dropping live audio meanwhile",
            "INFO tcp://peer:9600: back; 4 blocks were dropped meanwhile"),
        log.all());
  }

  @Test
  void run_toAPeerWhoseConnectionsFailAtOnce_waitsOnceForEach() throws Exception {
    link = fluttering(SOON);
    shortConnections = 2;
    start();
    link.offer(live(1));
    await(() -> link.droppedBlocks() == 1);
    link.offer(live(2));
    Attempt failed = attempt(2);
    shortConnections = 3;
    failed.fails(new IOException("broken pipe"));
    await(() -> link.droppedBlocks() == 2);
    link.offer(live(3));
    attempt(3);
  }

  @Test
  void pauses_doubleWithEachConnectionThatEndsSoon_upToTenFirstOnes() {
    assertEquals(1_000, PeerLink.pauseMillis(1_000, 0));
    assertEquals(1_000, PeerLink.pauseMillis(1_000, 2));
    assertEquals(2_000, PeerLink.pauseMillis(1_000, 3));
    assertEquals(8_000, PeerLink.pauseMillis(1_000, 5));
    assertEquals(10_000, PeerLink.pauseMillis(1_000, 6));
    assertEquals(10_000, PeerLink.pauseMillis(1_000, Integer.MAX_VALUE));
  }

  @Test
  void reason_ofAFailedSystemCall_isTheSystemsWords() {
    assertEquals(
        "connection refused; does it listen on UDP?",
        PeerLink.reason(
            new ConnectException("finishConnect(..) failed with error(-111): Connection refused")));
  }

  private CompletableFuture<Void> connect() throws InterruptedException {
    CompletableFuture<Void> connected = connects.poll(10, TimeUnit.SECONDS);
    if (connected == null) {
      throw new AssertionError("it does not connect");
    }
    return connected;
  }

  @Test
  void run_afterAnAbsence_sendsOnlyTheNewestLiveBlock_andSaysHowManyWereDropped() throws Exception {
    for (int i = 1; i <= 5; i++) {
      link.offer(live(i));
    }
    start();
    attempt(1).fails(refused());
    attempt(5).succeeds();
    await(() -> log.all().size() == 2);
    assertEquals(1, link.sentBlocks());
    assertEquals(4, link.droppedBlocks());
    assertEquals(2, link.stateChanges());
    assertEquals(
        List.of(
            "WARN tcp://peer:9600: away (connection refused; does it listen on UDP?); trying again every second,"
                + " dropping live audio meanwhile",
            "INFO tcp://peer:9600: back; 4 blocks were dropped meanwhile"),
        log.all());
  }

  @Test
  void run_whileThePeerIsAway_saysItOnce() throws Exception {
    start();
    for (int i = 1; i <= 10; i++) {
      link.offer(live(i));
      attempt(i).fails(i < 5 ? refused() : new UnknownHostException("peer"));
      int dropped = i;
      await(() -> link.droppedBlocks() == dropped);
    }
    assertEquals(PeerLink.State.AWAY, link.state());
    assertEquals(1, log.all().size(), () -> String.join("\n", log.all()));
    assertEquals(1, link.stateChanges());
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
    assertEquals(2, sixth.blocks);
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
    assertEquals(16, first.blocks);
    first.succeeds();
    Attempt second = attempt(17);
    assertEquals(32, second.blocks);
    second.succeeds();
    Attempt third = attempt(49);
    assertEquals(52, third.blocks, "what is left");
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
    assertEquals(16, first.blocks);
    await(() -> link.state() == PeerLink.State.AWAY);
    first.succeeds();
    assertEquals(8, attempt(17).blocks);
  }

  @Test
  void run_ofASendThatTakesLong_saysThatThePeerStalls_andThatItIsBack() throws Exception {
    link = link(SOON, SOON);
    start();
    link.offer(live(1));
    attempt(1).succeeds();
    await(() -> link.state() == PeerLink.State.UP);
    link.offer(live(2));
    Attempt stalled = attempt(2);
    await(() -> link.state() == PeerLink.State.STALLED);
    stalled.succeeds();
    String back = "INFO tcp://peer:9600: back; 0 blocks were dropped meanwhile";
    await(() -> last().equals(back) && log.all().contains(STALLED));
    assertEquals(log.all().size() - 2, log.all().indexOf(STALLED));
  }

  @Test
  void run_ofAFirstSendWithoutAnAnswer_saysThatThePeerIsAway() throws Exception {
    link = link(SOON, SOON);
    start();
    link.offer(live(1));
    Attempt unanswered = attempt(1);
    await(() -> log.all().size() == 1);
    assertEquals(
        List.of(
            "WARN tcp://peer:9600: away (no answer); trying again every second,"
                + " dropping live audio meanwhile"),
        log.all());
    unanswered.succeeds();
    await(() -> link.state() == PeerLink.State.UP);
  }

  @Test
  void close_ofAPeerThatTakesWhatIsSent_sendsTheRest() throws Exception {
    start();
    link.offer(live(1));
    attempt(1).succeeds();
    await(() -> link.state() == PeerLink.State.UP);
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
    await(() -> link.state() == PeerLink.State.AWAY);
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
    await(() -> link.state() == PeerLink.State.UP);
    link.offer(live(2));
    attempt(2);
    await(() -> link.state() == PeerLink.State.STALLED);
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
    await(() -> link.state() == PeerLink.State.AWAY);
    assertFalse(link.isSending());
    assertTrue(link.holdsWaiting());
    attempt(1).succeeds();
    await(() -> !link.holdsWaiting());
    assertFalse(link.isSending());
  }

  @Test
  void run_whenTheSenderThrows_countsAsAway_andGoesOn() throws Exception {
    throwing = true;
    start();
    link.offer(live(1));
    await(() -> link.state() == PeerLink.State.AWAY);
    throwing = false;
    link.offer(live(2));
    attempt(2).succeeds();
    await(() -> link.state() == PeerLink.State.UP);
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
    assertEquals(2, both.blocks);
    both.fails(unsendable());
    await(() -> link.sentBlocks() == 2);
    assertEquals(1, link.droppedBlocks());
    assertEquals(PeerLink.State.UP, link.state());
  }

  /** What a wire says of a block of another rate. */
  private static UnsendableException unsendable() {
    BlockEncoder encoder =
        new WireCodecs(wire -> null).encoder(Wire.PCM, Transport.TCP, Wire.PCM.defaultFormat());
    return assertThrows(
        UnsendableException.class,
        () -> encoder.encode(live(1), UnpooledByteBufAllocator.DEFAULT, ByteBuf::release));
  }

  /** A block counts as sent before the line is written that says so. */
  private void says(String line) {
    await(() -> !log.all().isEmpty());
    assertEquals(List.of(line), log.all());
  }

  private String last() {
    List<String> lines = log.all();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  private static ConnectException refused() {
    return new ConnectException("Connection refused: /127.0.0.1:9600");
  }

  private void start() {
    PeerLink running = link;
    thread = new Thread(running::run, "link-under-test");
    thread.start();
  }

  private Attempt attempt(int block) throws InterruptedException {
    Attempt attempt = attempts.poll(10, TimeUnit.SECONDS);
    assertTrue(attempt != null, "nothing was sent");
    assertEquals(block, attempt.block);
    return attempt;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it never came to that");
      Thread.onSpinWait();
    }
  }

  /** 10 ms of sound. */
  private static AudioBlock live(int number) {
    return AudioBlock.builder(FORMAT).sequence(number).pcm(new byte[10]);
  }

  private static AudioBlock waiting(int number) {
    return AudioBlock.builder(FORMAT).sequence(number).live(false).pcm(new byte[10]);
  }
}
