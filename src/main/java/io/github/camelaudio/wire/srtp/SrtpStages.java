package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.wire.PacketStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Makes the stage that protects packets, for each encoder and decoder. Any thread. */
public final class SrtpStages {

  private final SrtpMode mode;
  private final Supplier<KeyRing> keys;
  private final AudioClock clock;
  private final StaticStreams used;
  private final StreamOwners owners;

  /**
   * Stages for the encoders and decoders of one Camel context.
   *
   * @param keys asked for each packet; each key has {@link SrtpMode#keyBytes} bytes
   * @param used what was sent under static keys; not asked in the mode {@link SrtpMode#EKT}
   */
  public SrtpStages(SrtpMode mode, Supplier<KeyRing> keys, AudioClock clock, StaticStreams used) {
    this.mode = mode;
    this.keys = keys;
    this.clock = clock;
    this.used = used;
    this.owners = new StreamOwners(keys);
  }

  /**
   * A stage for one connection, port or station.
   *
   * @param beforeKey counts packets that come before the key of their stream, and are dropped
   */
  public PacketStage newStage(LongAdder beforeKey) {
    return mode == SrtpMode.EKT
        ? new EktStage(keys, clock, owners, beforeKey)
        : new StaticStage(mode.suite(), keys, clock, used, owners);
  }
}
