package io.github.camelaudio.component.wav;

import static java.time.Duration.ofMillis;

import io.github.camelaudio.file.stream.FileBlocks;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.recorder.store.RecordingFiles;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code wav:}. */
@UriParams
public class WavConfiguration extends RecordingConfiguration {

  /**
   * How much sound one block holds, 1ms to 100ms. Unless set, 10ms when the file is paced, as
   * nobody waits for it long; 100ms when it is not, as fewer blocks are faster.
   */
  @UriParam(label = "consumer", defaultValueNote = "10ms, or 100ms when the file is not paced")
  private @Nullable Duration block;

  /**
   * Whether the file is played at its own pace, like a live source; otherwise as fast as the route
   * takes it, and nothing of it is ever dropped.
   */
  @UriParam(label = "consumer", defaultValue = "true")
  private boolean paced = true;

  /** Whether the file begins again at its end, in one endless stream. */
  @UriParam(label = "consumer")
  private boolean loop;

  /**
   * What follows when the file has been played: stop ends this route; exit ends the whole run,
   * gracefully, after all that was sent has gone out.
   */
  @UriParam(label = "consumer", defaultValue = "STOP", enums = "STOP,EXIT")
  private OnEnd onEnd = OnEnd.STOP;

  /** Refuses options outside their range, and those that do not go with the path. */
  void check(String path) {
    if (loop && path.equals(RecordingFiles.STANDARD_OUTPUT)) {
      throw OptionValues.refuse("loop", "true", "standard input cannot be played twice");
    }
    OptionValues.range("block", effectiveBlock(), ofMillis(1), ofMillis(100));
    checkRecording(path);
  }

  private Duration effectiveBlock() {
    return block != null
        ? block
        : ofMillis(paced ? FileBlocks.PACED_MILLIS : FileBlocks.UNPACED_MILLIS);
  }

  int blockMillis() {
    return (int) effectiveBlock().toMillis();
  }

  public @Nullable Duration getBlock() {
    return block;
  }

  public void setBlock(@Nullable Duration block) {
    this.block = block;
  }

  public boolean isPaced() {
    return paced;
  }

  public void setPaced(boolean paced) {
    this.paced = paced;
  }

  public boolean isLoop() {
    return loop;
  }

  public void setLoop(boolean loop) {
    this.loop = loop;
  }

  public OnEnd getOnEnd() {
    return onEnd;
  }

  public void setOnEnd(OnEnd onEnd) {
    this.onEnd = onEnd;
  }
}
