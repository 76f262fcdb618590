package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;

/** A listener that keeps what it heard last, and counts. */
final class Ear implements SoundListener {

  long frames;
  long lost;
  float latest;
  int ends;

  @Override
  public void samples(PcmFormat format, float[] samples, int count) {
    frames += count;
    latest = samples[count * format.channels() - 1];
  }

  @Override
  public void lost(long count) {
    lost += count;
  }

  @Override
  public void ended() {
    ends++;
  }
}
