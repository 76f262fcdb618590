package io.github.camelaudio.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.wire.socket.SocketFailures;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a link does about a peer that is away, stalls or ends its connections. */
class PeerLinkAbsenceTest extends PeerLinkCase {

  private static final String STALLED =
      "WARN tcp://peer:9600: stalled; dropping live audio until it accepts data";

  private final LinkedBlockingQueue<CompletableFuture<Void>> connects = new LinkedBlockingQueue<>();

  private PeerLink connecting() {
    return connecting(NEVER);
  }

  private PeerLink connecting(long stallMillis) {
    return new PeerLink(
        NAME,
        new BlockSender() {
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
        new PeerLink.Times(stallMillis, SOON),
        HeldMemory.unlimited(),
        SystemClock.INSTANCE);
  }

  /** Each connection has ended soon after it began, of so many in a row. */
  private volatile int shortConnections;

  private volatile @Nullable String endingReason;

  private PeerLink fluttering(long retryMillis) {
    return new PeerLink(
        NAME,
        new BlockSender() {
          @Override
          public CompletableFuture<Void> send(List<AudioBlock> run) {
            return attempted(run);
          }

          @Override
          public int shortConnections() {
            return shortConnections;
          }

          @Override
          public @Nullable String endingReason() {
            return endingReason;
          }
        },
        new PeerLink.Times(NEVER, retryMillis),
        HeldMemory.unlimited(),
        SystemClock.INSTANCE);
  }

  private CompletableFuture<Void> connect() throws InterruptedException {
    CompletableFuture<Void> connected = connects.poll(10, TimeUnit.SECONDS);
    if (connected == null) {
      throw new AssertionError("it does not connect");
    }
    return connected;
  }

  private String last() {
    List<String> lines = log.all();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
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
    await(() -> link.state() == PeerState.Name.AWAY);
    assertEquals(0, connects.size());
  }

  @Test
  void run_ofAPeerThatAnswersLate_isBack() throws Exception {
    link = connecting(SOON);
    start();
    CompletableFuture<Void> slow = connect();
    await(() -> link.state() == PeerState.Name.AWAY);
    slow.complete(null);
    await(() -> link.state() == PeerState.Name.UP);
  }

  @Test
  void run_ofAPeerThatCannotBeConnectedTo_isNotBack_whenABlockHasCome() throws Exception {
    link = connecting(SOON);
    start();
    CompletableFuture<Void> slow = connect();
    await(() -> link.state() == PeerState.Name.AWAY);
    link.offer(waiting(1));
    slow.completeExceptionally(refused());
    attempt(1).fails(refused());
    attempt(1);
    assertEquals(1, log.all().size(), () -> String.join("\n", log.all()));
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
    assertEquals(PeerState.Name.UP, link.state());
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
      assertEquals(PeerState.Name.AWAY, link.state());
    }
    shortConnections = 0;
    link.offer(live(100));
    attempt(100).succeeds();
    await(() -> link.state() == PeerState.Name.UP);
    assertEquals(
        List.of(
            "INFO tcp://peer:9600: sending",
            "WARN tcp://peer:9600: away (it ends each connection at once; does its audio.accept"
                + " have this address?); trying again with pauses of up to 10 s, dropping live"
                + " audio meanwhile",
            "INFO tcp://peer:9600: back; 4 blocks were dropped meanwhile"),
        log.all());
  }

  @Test
  void run_toAPeerThatEndsEachConnection_saysWhy_whereItIsKnown() throws Exception {
    link = fluttering(SOON);
    shortConnections = 2;
    endingReason = "it requires a certificate";
    start();
    link.offer(live(1));
    says(
        "WARN tcp://peer:9600: away (it requires a certificate); trying again with pauses of up to"
            + " 10 s, dropping live audio meanwhile");
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
            "WARN tcp://peer:9600: away (connection refused; does it listen on UDP?); trying again"
                + " every second, dropping live audio meanwhile",
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
    assertEquals(PeerState.Name.AWAY, link.state());
    assertEquals("away: " + SocketFailures.reason(refused()), link.trouble());
    assertEquals(1, log.all().size(), () -> String.join("\n", log.all()));
    assertEquals(1, link.stateChanges());
  }

  @Test
  void run_ofASendThatTakesLong_saysThatThePeerStalls_andThatItIsBack() throws Exception {
    link = link(SOON, SOON);
    start();
    link.offer(live(1));
    attempt(1).succeeds();
    await(() -> link.state() == PeerState.Name.UP);
    link.offer(live(2));
    Attempt stalled = attempt(2);
    await(() -> link.state() == PeerState.Name.STALLED);
    assertEquals("stalled: it accepts no data", link.trouble());
    stalled.succeeds();
    String back = "INFO tcp://peer:9600: back; 0 blocks were dropped meanwhile";
    await(() -> last().equals(back) && log.all().contains(STALLED));
    assertEquals(log.all().size() - 2, log.all().indexOf(STALLED));
    assertNull(link.trouble());
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
    await(() -> link.state() == PeerState.Name.UP);
  }

  @Test
  void run_whenTheSenderThrows_countsAsAway_andGoesOn() throws Exception {
    throwing = true;
    start();
    link.offer(live(1));
    await(() -> link.state() == PeerState.Name.AWAY);
    throwing = false;
    link.offer(live(2));
    attempt(2).succeeds();
    await(() -> link.state() == PeerState.Name.UP);
  }
}
