package io.github.camelaudio.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockQueueTest {

  private static final PcmFormat FORMAT = new PcmFormat(1_000, 1, Encoding.U8);

  private static final long NEVER_MILLIS = 1_000_000;

  private final BlockQueue queue = BlockQueue.of(50, SystemClock.INSTANCE);

  @Test
  void poll_givesBlocksInTheirOrder_andNullWhenThereIsNone() throws Exception {
    assertTrue(queue.put(live(1, 10)));
    assertTrue(queue.put(waiting(2, 10)));
    assertEquals(List.of(1, 2), drain());
    assertNull(queue.poll(0));
  }

  @Test
  void put_ofALiveBlockIntoAFullQueue_dropsTheOldest_counted() throws Exception {
    for (int i = 1; i <= 5; i++) {
      queue.put(live(i, 10));
    }
    assertEquals(0, queue.droppedBlocks());
    queue.put(live(6, 15));
    assertEquals(2, queue.droppedBlocks());
    assertEquals(List.of(3, 4, 5, 6), drain());
  }

  @Test
  void offer_neverWaits_andTellsWhatIsFullAndWhatIsClosed() {
    assertEquals(BlockQueue.Put.TAKEN, queue.offer(waiting(1, 50)));
    assertEquals(BlockQueue.Put.FULL, queue.offer(waiting(2, 10)));
    assertEquals(BlockQueue.Put.TAKEN, queue.offer(live(3, 10)), "dropped, and counted");
    assertEquals(1, queue.droppedBlocks());
    queue.close();
    assertEquals(BlockQueue.Put.CLOSED, queue.offer(waiting(4, 10)));
  }

  @Test
  void put_ofALiveBlockLongerThanTheQueue_isHeldAlone() throws Exception {
    queue.put(live(1, 10));
    queue.put(live(2, 500));
    assertEquals(List.of(2), drain());
    assertEquals(1, queue.droppedBlocks());
  }

  @Test
  void put_ofALiveBlock_neverDropsOneThatIsNotLive() throws Exception {
    queue.put(waiting(1, 20));
    queue.put(live(2, 10));
    queue.put(waiting(3, 20));
    queue.put(live(4, 10));
    assertEquals(1, queue.droppedBlocks());
    assertEquals(List.of(1, 3, 4), drain());
  }

  @Test
  void put_ofALiveBlockWhereOnlyOthersWait_dropsItself_counted() throws Exception {
    queue.put(waiting(1, 50));
    assertTrue(queue.put(live(2, 10)));
    assertEquals(1, queue.droppedBlocks());
    assertEquals(List.of(1), drain());
  }

  @Test
  void put_ofBlocksWithoutFrames_isBoundedToo() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      queue.put(live(i, 0));
    }
    assertEquals(4_096, queue.size());
    assertEquals(5_000 - 4_096, queue.droppedBlocks());
  }

  @Test
  void gather_ofLiveBlocks_takesItsTime_andNoBlock() throws Exception {
    FakeClock clock = new FakeClock();
    BlockQueue timed = BlockQueue.of(50, clock);
    timed.put(live(1, 10));
    FutureTask<Boolean> gathering = background(() -> gathered(timed, 20));
    clock.advanceMillis(19);
    assertFalse(gathering.isDone());
    clock.advanceMillis(1);
    assertTrue(gathering.get(10, TimeUnit.SECONDS));
    assertEquals(1, timed.size());
    timed.put(waiting(2, 10));
    timed.gather(NEVER_MILLIS); // at once
  }

  @Test
  void gather_returnsWhenABlockComesThatIsNotLive() throws Exception {
    FutureTask<Integer> gathering = gathering();
    queue.put(live(1, 10)); // wakes nobody
    queue.put(waiting(2, 10));
    assertEquals(2, gathering.get(10, TimeUnit.SECONDS));
  }

  @Test
  void gather_returnsWhenHalfOfTheRoomIsTaken() throws Exception {
    FutureTask<Integer> gathering = gathering();
    queue.put(live(1, 20));
    queue.put(live(2, 20));
    assertEquals(2, gathering.get(10, TimeUnit.SECONDS));
  }

  @Test
  void gather_returnsWhenTheQueueIsClosed() throws Exception {
    FutureTask<Integer> gathering = gathering();
    queue.close();
    assertEquals(0, gathering.get(10, TimeUnit.SECONDS));
  }

  private static boolean gathered(BlockQueue from, long millis) throws InterruptedException {
    from.gather(millis);
    return true;
  }

  /** A thread that gathers, and then tells how many blocks there are. */
  private FutureTask<Integer> gathering() {
    FutureTask<Integer> task =
        new FutureTask<>(
            () -> {
              queue.gather(NEVER_MILLIS);
              return queue.size();
            });
    Thread thread = new Thread(task, "gathering");
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void put_intoAQueueOfStreams_countsEachStreamForItself() throws Exception {
    BlockQueue streams =
        BlockQueue.ofStreams(50, 0, HeldMemory.unlimited().open(), SystemClock.INSTANCE);
    for (int stream = 0; stream < 100; stream++) {
      for (int i = 1; i <= 6; i++) {
        streams.put(AudioBlock.builder(FORMAT).streamId(stream).sequence(i).pcm(new byte[10]));
      }
    }
    assertEquals(500, streams.size());
    assertEquals(100, streams.droppedBlocks());
    for (int i = 0; i < 500; i++) {
      assertTrue(Objects.requireNonNull(streams.poll(0)).sequence() > 1);
    }
    assertNull(streams.poll(0));
  }

  @Test
  void put_intoAQueueOfStreams_isBoundedInAll() throws Exception {
    BlockQueue streams =
        BlockQueue.ofStreams(60_000, 0, HeldMemory.unlimited().open(), SystemClock.INSTANCE);
    for (int stream = 0; stream < 40; stream++) {
      streams.put(AudioBlock.builder(FORMAT).streamId(stream).pcm(new byte[1 << 20]));
    }
    assertEquals(32, streams.size());
    assertEquals(8, streams.droppedBlocks());
    for (int stream = 0; stream < 40_000; stream++) {
      streams.put(AudioBlock.builder(FORMAT).streamId(stream).empty());
    }
    assertEquals(32_768, streams.size());
  }

  @Test
  void pollAll_takesAllBlocksInTheirOrder_andMakesRoomAtOnce() throws Exception {
    queue.put(live(1, 20));
    queue.put(waiting(2, 30));
    assertEquals(List.of(1, 2), queue.pollAll().stream().map(AudioBlock::sequence).toList());
    assertFalse(queue.isIdle());
    assertTrue(queue.holdsWaiting());
    queue.put(live(3, 50));
    assertEquals(0, queue.droppedBlocks());
    queue.done(2);
    assertFalse(queue.holdsWaiting());
    assertEquals(1, queue.pollAll().size());
    queue.done(1);
    assertTrue(queue.isIdle());
    assertEquals(List.of(), queue.pollAll());
  }

  @Test
  void put_ofABlockThatIsNotLive_hasRoomByItsBytes() throws Exception {
    BlockQueue byBytes =
        BlockQueue.ofStreams(50, 100, HeldMemory.unlimited().open(), SystemClock.INSTANCE);
    byBytes.put(waiting(1, 60));
    byBytes.put(waiting(2, 40));
    byBytes.put(live(3, 10));
    assertEquals(1, byBytes.droppedBlocks(), "a live one has room by its time only");
    FutureTask<Boolean> put = background(() -> byBytes.put(waiting(4, 1)));
    assertFalse(put.isDone());
    assertEquals(List.of(1), numbers(byBytes.pollRun(0, 60)));
    assertTrue(put.get(10, TimeUnit.SECONDS));
  }

  @Test
  void pollRun_takesOneLiveBlockOfAStream_andThoseThatWaitTogether() throws Exception {
    BlockQueue second = BlockQueue.of(1_000, SystemClock.INSTANCE);
    second.put(live(1, 10));
    second.put(live(2, 10));
    second.put(waiting(3, 10));
    second.put(waiting(4, 10));
    second.put(waiting(5, 10));
    second.put(live(6, 10));
    assertEquals(List.of(1), numbers(second.pollRun(0, 1_000)));
    assertFalse(second.isIdle());
    second.done(1);
    assertEquals(List.of(2), numbers(second.pollRun(0, 1_000)));
    second.done(1);
    assertEquals(List.of(3, 4), numbers(second.pollRun(0, 20)), "up to so many bytes");
    assertTrue(second.holdsWaiting());
    second.done(2);
    assertEquals(List.of(5), numbers(second.pollRun(0, 1)), "one at least");
    second.done(1);
    assertEquals(List.of(6), numbers(second.pollRun(0, 1_000)));
    second.done(1);
    assertEquals(List.of(), second.pollRun(0, 1_000));
    assertTrue(second.isIdle());
  }

  @Test
  void pollRun_takesALiveBlockOfEachStream() throws Exception {
    BlockQueue streams =
        BlockQueue.ofStreams(50, 100, HeldMemory.unlimited().open(), SystemClock.INSTANCE);
    for (int sequence = 1; sequence <= 6; sequence++) {
      int stream = (sequence - 1) % 3;
      streams.put(AudioBlock.builder(FORMAT).streamId(stream).sequence(sequence).pcm(new byte[5]));
    }
    assertEquals(List.of(1, 2, 3), numbers(streams.pollRun(0, 1_000)));
    assertFalse(streams.isIdle());
    streams.done(3);
    assertEquals(List.of(4, 5), numbers(streams.pollRun(0, 14)), "no more than 14 bytes");
    streams.put(AudioBlock.builder(FORMAT).live(false).streamId(7).sequence(7).pcm(new byte[5]));
    assertEquals(List.of(6), numbers(streams.pollRun(0, 1_000)), "the next is not live");
    streams.done(3);
    assertEquals(List.of(7), numbers(streams.pollRun(0, 1_000)));
  }

  @Test
  void pollRun_keepsStreamsApart() throws Exception {
    queue.put(AudioBlock.builder(FORMAT).live(false).streamId(1).sequence(1).pcm(new byte[5]));
    queue.put(AudioBlock.builder(FORMAT).live(false).streamId(2).sequence(2).pcm(new byte[5]));
    assertEquals(List.of(1), numbers(queue.pollRun(0, 1_000)));
    assertEquals(List.of(2), numbers(queue.pollRun(0, 1_000)));
  }

  private static List<Integer> numbers(List<AudioBlock> blocks) {
    return blocks.stream().map(AudioBlock::sequence).toList();
  }

  @Test
  void await_saysWhetherItHadToWaitForOne_andTakesNothing() throws Exception {
    assertFalse(queue.await(1), "none came");
    FutureTask<Boolean> await = background(() -> queue.await(1_000_000));
    queue.put(live(1, 10));
    assertTrue(await.get(10, TimeUnit.SECONDS));
    assertFalse(queue.await(1_000_000), "it was there");
    assertEquals(1, queue.size());
  }

  @Test
  void put_ofABlockThatIsNotLive_waitsForRoom() throws Exception {
    queue.put(waiting(1, 40));
    FutureTask<Boolean> put = inBackground(waiting(2, 20));
    assertFalse(put.isDone());
    assertEquals(1, polled());
    assertTrue(put.get(10, TimeUnit.SECONDS));
    assertEquals(List.of(2), drain());
    assertEquals(0, queue.droppedBlocks());
  }

  @Test
  void close_letsNobodyWaitAnyLonger_andKeepsWhatIsQueued() throws Exception {
    queue.put(waiting(1, 40));
    FutureTask<Boolean> put = inBackground(waiting(2, 20));
    queue.close();
    assertFalse(put.get(10, TimeUnit.SECONDS));
    assertFalse(queue.put(live(3, 10)));
    assertEquals(List.of(1), drain());
    assertNull(queue.poll(1_000_000));
  }

  @Test
  void close_endsAPollThatWaits() throws Exception {
    FutureTask<Boolean> poll = new FutureTask<>(() -> queue.poll(1_000_000) == null);
    Thread poller = new Thread(poll);
    poller.start();
    awaitWaiting(poller);
    queue.close();
    assertTrue(poll.get(10, TimeUnit.SECONDS));
  }

  @Test
  void dropStale_leavesTheNewestLiveBlock() throws Exception {
    queue.put(live(1, 10));
    queue.put(live(2, 10));
    queue.put(live(3, 10));
    queue.dropStale();
    assertEquals(2, queue.droppedBlocks());
    assertEquals(List.of(3), drain());
  }

  @Test
  void dropStale_keepsABlockThatIsNotLive_andWhatFollowsIt() throws Exception {
    queue.put(live(1, 10));
    queue.put(waiting(2, 10));
    queue.put(live(3, 10));
    queue.dropStale();
    assertEquals(1, queue.droppedBlocks());
    assertEquals(List.of(2, 3), drain());
  }

  @Test
  void isIdle_onlyWhenAllIsTakenAndDone() throws Exception {
    assertTrue(queue.isIdle());
    queue.put(live(1, 10));
    assertFalse(queue.isIdle());
    assertEquals(1, polled());
    assertFalse(queue.isIdle());
    queue.done();
    assertTrue(queue.isIdle());
  }

  @Test
  void put_ofBlocksThatAreManyBytesButLittleSound_isBoundedByBytes() throws InterruptedException {
    PcmFormat wide = new PcmFormat(768_000, 64, Encoding.S32);
    BlockQueue bounded = BlockQueue.of(60_000, SystemClock.INSTANCE);
    byte[] tenth = new byte[wide.bytesPerFrame() * 4_000];
    for (int i = 0; i < 100; i++) {
      bounded.put(AudioBlock.builder(wide).pcm(tenth));
    }
    assertTrue(bounded.size() * (long) tenth.length <= 34L << 20, () -> bounded.size() + " blocks");
    assertEquals(100 - bounded.size(), bounded.droppedBlocks());
  }

  private FutureTask<Boolean> inBackground(AudioBlock block) {
    return background(() -> queue.put(block));
  }

  /** Begins a task, and returns when it waits. */
  private static FutureTask<Boolean> background(Callable<Boolean> work) {
    FutureTask<Boolean> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    thread.start();
    awaitWaiting(thread);
    return task;
  }

  private static void awaitWaiting(Thread thread) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(System.nanoTime() < deadline, "it does not wait: " + thread.getState());
      Thread.onSpinWait();
    }
  }

  private int polled() throws InterruptedException {
    AudioBlock block = queue.poll(0);
    return block == null ? -1 : block.sequence();
  }

  private List<Integer> drain() throws InterruptedException {
    List<Integer> numbers = new ArrayList<>();
    for (int number = polled(); number >= 0; number = polled()) {
      numbers.add(number);
    }
    return numbers;
  }

  private static AudioBlock live(int number, int millis) {
    return AudioBlock.builder(FORMAT).sequence(number).pcm(new byte[millis]);
  }

  private static AudioBlock waiting(int number, int millis) {
    return AudioBlock.builder(FORMAT).sequence(number).live(false).pcm(new byte[millis]);
  }
}
