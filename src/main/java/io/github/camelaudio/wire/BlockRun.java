package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import java.util.List;

/**
 * Blocks of one stream that go to the network with one write, one after the other, as if each had
 * been written alone: what waits for its turn anyway need not wait for the network each time.
 *
 * @param blocks at least one
 */
public record BlockRun(List<AudioBlock> blocks) {

  /** Copies the list. */
  public BlockRun {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("a run of no blocks");
    }
  }
}
