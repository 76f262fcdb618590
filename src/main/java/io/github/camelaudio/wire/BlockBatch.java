package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import java.util.List;

/**
 * Blocks that go to the network with one write, one after the other, as if each had been written
 * alone. One that its wire cannot carry does not keep the others back.
 *
 * @param blocks at least one
 */
public record BlockBatch(List<AudioBlock> blocks) {

  /** Copies the list. */
  public BlockBatch {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("a batch of no blocks");
    }
  }
}
