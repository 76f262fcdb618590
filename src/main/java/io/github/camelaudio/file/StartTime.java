package io.github.camelaudio.file;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The moment of a recording's first frame, counted in frames, so that the files of one stream join
 * exactly.
 *
 * @param epochFrames frames since 1970-01-01T00:00Z
 * @param zone whose days and hours people read
 */
public record StartTime(long epochFrames, int sampleRateHz, ZoneId zone) {

  private static final long YEAR_2200_NANOS = 7_258_118_400L * AudioClock.NANOS_PER_SECOND;

  /**
   * When a block was captured; where it does not say, or nothing that can be, the moment it came.
   */
  public static StartTime of(AudioBlock first, long nowEpochNanos, ZoneId zone) {
    long captured = first.captureEpochNanos();
    boolean said = captured > 0 && captured < YEAR_2200_NANOS;
    long nanos = said ? captured : nowEpochNanos - first.format().nanosOfFrames(first.frames());
    int rate = first.format().sampleRateHz();
    long seconds = Math.floorDiv(nanos, AudioClock.NANOS_PER_SECOND);
    long rest = Math.floorMod(nanos, AudioClock.NANOS_PER_SECOND);
    long frames =
        seconds * rate
            + (rest * rate + AudioClock.NANOS_PER_SECOND / 2) / AudioClock.NANOS_PER_SECOND;
    return new StartTime(frames, rate, zone);
  }

  /** {@code frames} frames later. */
  public StartTime plusFrames(long frames) {
    return new StartTime(epochFrames + frames, sampleRateHz, zone);
  }

  /** Frames since the day began. */
  public long framesSinceMidnight() {
    long midnight = dateTime().toLocalDate().atStartOfDay(zone).toEpochSecond();
    return epochFrames - midnight * sampleRateHz;
  }

  /** Such as {@code 2026-11-21}. */
  public String date() {
    return DateTimeFormatter.ISO_LOCAL_DATE.format(dateTime());
  }

  /** Such as {@code 14:53:01}, rounded down. */
  public String time() {
    return DateTimeFormatter.ofPattern("HH:mm:ss").format(dateTime());
  }

  /** Such as {@code 2026-11-21T14:53:01+01:00}, rounded down. */
  public String isoDateTime() {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(dateTime());
  }

  private ZonedDateTime dateTime() {
    return Instant.ofEpochSecond(Math.floorDiv(epochFrames, sampleRateHz)).atZone(zone);
  }
}
