package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Noise of one stream, and the blocks that it comes in. */
public final class TestSound {

  private final PcmFormat format;
  private final long streamId;
  private final byte[] pcm;

  private TestSound(PcmFormat format, long streamId, byte[] pcm) {
    this.format = format;
    this.streamId = streamId;
    this.pcm = pcm;
  }

  /** So many frames of noise, of integers; the same noise for the same stream. */
  public static TestSound noise(PcmFormat format, long streamId, int frames) {
    byte[] pcm = new byte[frames * format.bytesPerFrame()];
    new Random(streamId).nextBytes(pcm);
    return new TestSound(format, streamId, pcm);
  }

  /** Samples as they are given, little-endian. */
  public static TestSound of(PcmFormat format, long streamId, byte[] pcm) {
    return new TestSound(format, streamId, pcm);
  }

  int frames() {
    return pcm.length / format.bytesPerFrame();
  }

  public byte[] pcm() {
    return pcm.clone();
  }

  /** The frames {@code from} to {@code to}, without the latter. */
  public byte[] pcm(int from, int to) {
    int each = format.bytesPerFrame();
    return Arrays.copyOfRange(pcm, from * each, to * each);
  }

  public AudioBlock block(int from, int to) {
    return builder(from).pcm(pcm(from, to));
  }

  /** The same, as the stream's last. */
  public AudioBlock lastBlock(int from, int to) {
    return builder(from).last(true).pcm(pcm(from, to));
  }

  /** The end of the stream without frames of its own. */
  public AudioBlock end() {
    return builder(frames()).last(true).empty();
  }

  /** All of it as one block, with which the stream goes on. */
  public AudioBlock whole() {
    return block(0, frames());
  }

  /** All of it in blocks of 0 to {@code maxFrames}, the last of which ends the stream. */
  public List<AudioBlock> cut(Random random, int maxFrames) {
    List<AudioBlock> blocks = new ArrayList<>();
    int from = 0;
    while (frames() - from > maxFrames) {
      int to = from + random.nextInt(maxFrames + 1);
      blocks.add(block(from, to));
      from = to;
    }
    blocks.add(lastBlock(from, frames()));
    return blocks;
  }

  private AudioBlock.Builder builder(int from) {
    return AudioBlock.builder(format).streamId(streamId).timestamp(from);
  }
}
