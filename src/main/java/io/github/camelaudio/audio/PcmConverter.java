package io.github.camelaudio.audio;

/**
 * Turns PCM bytes of one format into another of the same sample rate. Integer to integer stays in
 * integers: widening is exact, narrowing rounds to the nearest, so that widening and back is the
 * identity. Not for several threads at once: it holds one frame of scratch.
 */
public final class PcmConverter {

  private final PcmFormat from;
  private final PcmFormat to;
  private final int[] inFrame;
  private final int[] outFrame;

  /**
   * @throws IllegalArgumentException when the rates differ
   */
  public PcmConverter(PcmFormat from, PcmFormat to) {
    if (from.sampleRateHz() != to.sampleRateHz()) {
      throw new IllegalArgumentException(
          "cannot turn " + from + " into " + to + ": the sample rates differ");
    }
    this.from = from;
    this.to = to;
    this.inFrame = new int[from.channels()];
    this.outFrame = new int[to.channels()];
  }

  /** The format that it takes. */
  public PcmFormat from() {
    return from;
  }

  /**
   * The block in the other format; the same block when both formats are one.
   *
   * @throws IllegalArgumentException when the block is not of the format to convert from
   */
  public AudioBlock convert(AudioBlock block) {
    if (!block.format().equals(from)) {
      throw new IllegalArgumentException(
          "a block of " + block.format() + " for a converter from " + from + " to " + to);
    }
    if (from.equals(to)) {
      return block;
    }
    return block.toBuilder(to).pcm(convert(block.toByteArray()));
  }

  /**
   * Turns whole frames of the first format into as many of the second.
   *
   * @return a fresh array
   */
  public byte[] convert(byte[] pcm) {
    int frames = pcm.length / from.bytesPerFrame();
    byte[] out = new byte[frames * to.bytesPerFrame()];
    if (from.encoding().isFloat() || to.encoding().isFloat()) {
      convertFloats(pcm, out, frames);
    } else {
      for (int frame = 0; frame < frames; frame++) {
        convertFrame(pcm, frame * from.bytesPerFrame(), out, frame * to.bytesPerFrame());
      }
    }
    return out;
  }

  private void convertFloats(byte[] pcm, byte[] out, int frames) {
    float[] decoded = new float[frames * from.channels()];
    float[] mapped = new float[frames * to.channels()];
    Samples.decode(from.encoding(), pcm, 0, decoded, 0, decoded.length);
    ChannelMap.map(decoded, from.channels(), mapped, to.channels(), frames);
    Samples.encode(to.encoding(), mapped, 0, out, 0, mapped.length);
  }

  private void convertFrame(byte[] pcm, int pcmOffset, byte[] out, int outOffset) {
    for (int c = 0; c < inFrame.length; c++) {
      int offset = pcmOffset + c * from.encoding().bytesPerSample();
      inFrame[c] = Samples.leftJustified(from.encoding(), pcm, offset);
    }
    ChannelMap.mapFrame(inFrame, inFrame.length, outFrame, outFrame.length);
    for (int c = 0; c < outFrame.length; c++) {
      int offset = outOffset + c * to.encoding().bytesPerSample();
      Samples.putLeftJustified(to.encoding(), outFrame[c], out, offset);
    }
  }
}
