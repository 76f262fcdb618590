package io.github.camelaudio.playout.stats;

import io.github.camelaudio.audio.PcmFormat;

/**
 * Where one stream stands at one moment.
 *
 * @param streamName eight hexadecimal digits
 * @param format of its blocks
 * @param gainDecibels 0 leaves it as loud as it comes
 * @param muted whether it is not heard
 * @param stats what has happened to it until now
 */
public record StreamStatus(
    String streamName,
    PcmFormat format,
    Delays delays,
    double gainDecibels,
    boolean muted,
    PlayoutStats stats) {

  /**
   * At most half a second old.
   *
   * @param delayMillis how long it is held now
   * @param targetMillis how long it should be
   * @param speedPpm by how much faster it is played than its rate says, in parts per million
   */
  public record Delays(double delayMillis, double targetMillis, double speedPpm) {}
}
