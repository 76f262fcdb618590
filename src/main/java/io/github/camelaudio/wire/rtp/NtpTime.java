package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioClock;

/** NTP time, RFC 5905 6: 32 bits of seconds since 1900, 32 bits of fraction. */
final class NtpTime {

  private static final long EPOCH_SECONDS = 2_208_988_800L;

  private NtpTime() {}

  /** NTP time of nanoseconds since 1970-01-01T00:00Z. */
  static long ofEpochNanos(long epochNanos) {
    long seconds = Math.floorDiv(epochNanos, AudioClock.NANOS_PER_SECOND) + EPOCH_SECONDS;
    long nanos = Math.floorMod(epochNanos, AudioClock.NANOS_PER_SECOND);
    // Rounded up, so that rounding down on the way back gives the same nanosecond.
    long fraction = ((nanos << 32) + AudioClock.NANOS_PER_SECOND - 1) / AudioClock.NANOS_PER_SECOND;
    return (seconds << 32) + fraction;
  }

  /** Nanoseconds since 1970-01-01T00:00Z of an NTP time from 1968 to 2104. */
  static long toEpochNanos(long ntp) {
    long field = ntp >>> 32;
    // The 32 bits wrap in 2036; RFC 4330 3: an unset top bit means the time after that.
    long seconds = field + (field < 0x8000_0000L ? 1L << 32 : 0) - EPOCH_SECONDS;
    long nanos = ((ntp & 0xFFFF_FFFFL) * AudioClock.NANOS_PER_SECOND) >>> 32;
    return seconds * AudioClock.NANOS_PER_SECOND + nanos;
  }
}
