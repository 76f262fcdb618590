package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.playout.stats.PlayoutStats;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a mixer says of its streams. */
final class Events implements Mixer.Listener {

  private final List<String> all = new ArrayList<>();

  List<String> all() {
    return List.copyOf(all);
  }

  /** How many begin so. */
  long count(String prefix) {
    return all.stream().filter(each -> each.startsWith(prefix)).count();
  }

  @Override
  public void began(AudioBlock block) {
    all.add("began " + block.streamId());
  }

  @Override
  public void restarted(long streamId, String reason) {
    all.add("restarted " + streamId + ": " + reason);
  }

  @Override
  public void ended(long streamId, PlayoutStats stats) {
    all.add("ended " + streamId + " after " + stats.playedFrames());
  }

  @Override
  public void refused(AudioBlock block, String reason) {
    all.add("refused " + block.streamId() + ": " + reason);
  }
}
