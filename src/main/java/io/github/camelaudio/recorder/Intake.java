package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.BlockQueue;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.recorder.store.EarlierRecordings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where routes hand over blocks: a bounded queue, and the receipts of what is in it. Any thread.
 */
final class Intake {

  private final StreamRegistry registry;
  private final BlockQueue queue;
  private final EarlierRecordings earlier;
  private final DiskState disk;
  private final LostBlocks lost;
  private final AudioClock clock;

  /** Of blocks that wait, each itself and not one that equals it. */
  private final Map<AudioBlock, Receipt> receipts = new ConcurrentHashMap<>();

  private volatile long droppedBlocks;

  Intake(
      StreamRegistry registry,
      BlockQueue queue,
      EarlierRecordings earlier,
      DiskState disk,
      LostBlocks lost,
      AudioClock clock) {
    this.registry = registry;
    this.queue = queue;
    this.earlier = earlier;
    this.disk = disk;
    this.lost = lost;
    this.clock = clock;
  }

  /** Takes a block; see {@link Recorder#record}. */
  boolean take(
      AudioBlock block, StreamDescription description, boolean mayWait, @Nullable Receipt receipt)
      throws InterruptedException {
    if (!registry.touch(block.streamId())) {
      if (block.frames() == 0) {
        return true; // the end of what never began here
      }
      if (receipt != null && !earlier.isReady(mayWait)) {
        return false;
      }
      if (!registry.add(block, description)) {
        lost.add(1);
        return true;
      }
    }
    boolean held = receipt != null && !block.live() && hold(block, receipt);
    BlockQueue.Put put = queue.offer(block);
    if (put == BlockQueue.Put.FULL && !mayWait) {
      if (held) {
        StreamReceipts.releaseOne(receipts.remove(block));
      }
      return false;
    }
    boolean taken = put == BlockQueue.Put.FULL ? queue.put(block) : put == BlockQueue.Put.TAKEN;
    if (!taken) {
      lost.add(1); // its receipt stays held, so that its source brings it again
    }
    if (queue.droppedBlocks() > droppedBlocks) {
      droppedBlocks = queue.droppedBlocks();
      disk.fellBehind(clock.nanoTime());
    }
    return true;
  }

  /** A block that a route brings twice has one receipt. */
  private boolean hold(AudioBlock block, Receipt receipt) {
    if (!receipt.hold()) {
      return false;
    }
    if (receipts.putIfAbsent(block, receipt) != null) {
      receipt.release();
      return false;
    }
    return true;
  }

  /** Hands over the receipt of a block that was taken from the queue; null when it has none. */
  @Nullable Receipt receiptOf(AudioBlock block) {
    return receipts.isEmpty() ? null : receipts.remove(block);
  }
}
