package io.github.camelaudio.output;

import java.util.concurrent.TimeUnit;

/**
 * How much the device holds. Fixed, or adaptive: it begins small, grows after an underrun because
 * this machine was late, and shrinks after minutes of calm, each time more slowly when the smaller
 * size did not hold. One thread.
 */
public final class DeviceBuffer {

  static final int MIN_MILLIS = 40;
  static final int MAX_MILLIS = 200;

  private static final double GROWTH = 1.5;
  private static final int STEP_MILLIS = 10;
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long FIRST_CALM_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final long MAX_CALM_NANOS = TimeUnit.HOURS.toNanos(1);

  private final boolean adaptive;
  private int millis;
  private boolean everUnderrun;
  private boolean shrunk;
  private long changedNanos;
  private long calmNanos = FIRST_CALM_NANOS;

  private DeviceBuffer(int millis, boolean adaptive) {
    this.millis = millis;
    this.adaptive = adaptive;
  }

  /** Always of one size. */
  public static DeviceBuffer fixed(int millis) {
    return new DeviceBuffer(millis, false);
  }

  /** As small as this machine allows. */
  public static DeviceBuffer adaptive() {
    return new DeviceBuffer(MIN_MILLIS, true);
  }

  int millis() {
    return millis;
  }

  /**
   * The device had nothing left because this machine was late.
   *
   * @return whether the buffer has to grow now
   */
  boolean underrun(long nowNanos) {
    boolean settling = everUnderrun && nowNanos - changedNanos < SETTLE_NANOS;
    if (!adaptive || settling) {
      return false;
    }
    if (shrunk) {
      calmNanos = Math.min(MAX_CALM_NANOS, 2 * calmNanos);
      shrunk = false;
    }
    everUnderrun = true;
    changedNanos = nowNanos;
    if (millis == MAX_MILLIS) {
      return false;
    }
    int more = (int) Math.ceil(millis * GROWTH / STEP_MILLIS) * STEP_MILLIS;
    millis = Math.min(MAX_MILLIS, more);
    return true;
  }

  /**
   * The device had enough all the time until now.
   *
   * @return whether the buffer has to shrink now
   */
  boolean calm(long nowNanos) {
    if (millis == MIN_MILLIS || !everUnderrun || nowNanos - changedNanos < calmNanos) {
      return false;
    }
    changedNanos = nowNanos;
    shrunk = true;
    millis -= STEP_MILLIS;
    return true;
  }
}
