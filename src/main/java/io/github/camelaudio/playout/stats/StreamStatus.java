package io.github.camelaudio.playout.stats;

import io.github.camelaudio.audio.PcmFormat;

/**
 * Where one stream stands at one moment.
 *
 * @param streamName eight hexadecimal digits
 * @param format of its blocks
 * @param source who sends it: its host, or the endpoint that its route begins with; may be empty
 * @param keyName of the shared key that protected its first block; empty when there was none
 * @param gainDecibels 0 leaves it as loud as it comes
 * @param muted whether it is not heard
 * @param solo whether all streams that are not solo are not heard
 * @param stats what has happened to it until now
 */
public record StreamStatus(
    String streamName,
    PcmFormat format,
    Delays delays,
    String source,
    String keyName,
    double gainDecibels,
    boolean muted,
    boolean solo,
    PlayoutStats stats) {

  /** From the coming of a frame until the mix takes it, in milliseconds. */
  public double latencyMillis() {
    return delays.delayMillis;
  }

  /**
   * At most half a second old.
   *
   * @param delayMillis how long it is held now
   * @param targetMillis how long it should be
   * @param jitterMillis of its blocks' coming, as RFC 3550 6.4.1 counts it
   * @param speedPpm by how much faster it is played than its rate says, in parts per million
   */
  public record Delays(
      double delayMillis, double targetMillis, double jitterMillis, double speedPpm) {}
}
