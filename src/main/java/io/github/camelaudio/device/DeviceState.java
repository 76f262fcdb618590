package io.github.camelaudio.device;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a device is there; says each change in one line. Any thread. */
public final class DeviceState {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceState.class);

  private final String label;
  private volatile @Nullable String trouble;
  private volatile boolean present;

  /**
   * Makes the state of a device that was not looked for yet.
   *
   * @param label what the log calls it, such as {@code speaker:default}
   */
  public DeviceState(String label) {
    this.label = label;
  }

  /** The device is open. */
  public void present(String format) {
    if (!present) {
      LOG.info("{}: {} {}", label, trouble == null ? "open," : "available again,", format);
    }
    present = true;
    trouble = null;
  }

  /** The device could not be opened, or went away; {@code why} is said when that is news. */
  public void absent(String why, String consequence) {
    if (trouble == null || present) {
      LOG.warn("{}: {}; {}, looking again twice a second", label, why, consequence);
    }
    present = false;
    trouble = why;
  }

  /**
   * The device is open and takes, or gives, nothing; {@code why} is said when that is news. It is
   * {@link #present} again when it takes something.
   */
  public void standsStill(String why, String consequence) {
    if (present) {
      LOG.warn("{}: {}; {} until it does", label, why, consequence);
    }
    present = false;
    trouble = why;
  }

  /** Why a device is not there, or that it was not opened yet; null while it is. */
  public static @Nullable String troubleOf(@Nullable DeviceState state) {
    if (state != null && state.present) {
      return null;
    }
    String why = state == null ? null : state.trouble;
    return why == null ? "not opened yet" : why;
  }

  public boolean isPresent() {
    return present;
  }

  /** Why the device is not there; null while it is. */
  public @Nullable String trouble() {
    return trouble;
  }
}
