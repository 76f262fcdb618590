package io.github.camelaudio.output;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.StreamLog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.LoggerFactory;

/** Blocks of one level, and a mixer for them. */
public final class Speech {

  static final int LEVEL = 1_000;

  private Speech() {}

  static Mixer mixer(int targetMillis) {
    return new Mixer(
        PcmFormat.DEFAULT,
        new PlayoutSettings(targetMillis, 500, 5),
        new StreamLog(LoggerFactory.getLogger(Speech.class), "test"),
        null);
  }

  public static AudioBlock block(long streamId, int timestamp, int frames) {
    return builder(streamId, timestamp).pcm(level(frames));
  }

  static AudioBlock lastBlock(long streamId, int timestamp, int frames) {
    return builder(streamId, timestamp).last(true).pcm(level(frames));
  }

  /** A block that can wait. */
  static AudioBlock patientBlock(long streamId, int timestamp, int frames) {
    return builder(streamId, timestamp).live(false).pcm(level(frames));
  }

  private static AudioBlock.Builder builder(long streamId, int timestamp) {
    return AudioBlock.builder(PcmFormat.DEFAULT).streamId(streamId).timestamp(timestamp);
  }

  private static byte[] level(int frames) {
    ByteBuffer pcm = ByteBuffer.allocate(frames * 4).order(ByteOrder.LITTLE_ENDIAN);
    while (pcm.hasRemaining()) {
      pcm.putShort((short) LEVEL);
    }
    return pcm.array();
  }

  /** The left sample of a frame. */
  static int sample(AudioBlock block, int frame) {
    return block.pcm().getShort(4 * frame);
  }
}
