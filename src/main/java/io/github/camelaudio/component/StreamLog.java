package io.github.camelaudio.component;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutStats;
import org.slf4j.Logger;

/**
 * One line when a stream begins to play, one when it begins anew, one with its totals at its end.
 */
public final class StreamLog implements Mixer.Listener {

  private final Logger log;
  private final String name;

  /**
   * @param name what each line begins with
   */
  public StreamLog(Logger log, String name) {
    this.log = log;
    this.name = name;
  }

  @Override
  public void began(AudioBlock block) {
    log.info("{}: stream {} begins, {}", name, block.streamName(), block.format());
  }

  @Override
  public void restarted(long streamId, String reason) {
    log.warn("{}: stream {} begins anew: {}", name, AudioBlock.nameOf(streamId), reason);
  }

  @Override
  public void ended(long streamId, PlayoutStats stats) {
    log.info(
        "{}: stream {} ended, {} frames played, {}",
        name,
        AudioBlock.nameOf(streamId),
        stats.playedFrames(),
        stats.troubles());
  }

  @Override
  public void refused(AudioBlock block, String reason) {
    log.warn("{}: stream {} is not played: {}", name, block.streamName(), reason);
  }
}
