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
        ? new EktStage(keys, clock, EktSender.FULL_NANOS, owners, beforeKey)
        : new StaticStage(mode.suite(), keys, clock, used, owners);
  }

  /**
   * A stage for messages, each of which is read without those before it: so each has its master key
   * with it. Which key a stream belongs to is not judged: messages may be of any time.
   *
   * @throws IllegalStateException when the mode has no master keys that go with packets
   */
  public PacketStage newMessageStage() {
    if (mode != SrtpMode.EKT) {
      throw new IllegalStateException(mode + " has no master keys in packets");
    }
    return new EktStage(keys, clock, 0, new StreamOwners(keys), new LongAdder());
  }
}
