package io.github.camelaudio.device;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real-time priority for a thread that feeds or drains a device, where the system allows it: for
 * root, and for users with a limit {@code RTPRIO} (sched(7), getrlimit(2)). Priority 5 is what
 * PulseAudio gives its own such threads. A thread that the system refuses stays as it is.
 */
public final class RealTimePriority {

  private static final Logger LOG = LoggerFactory.getLogger(RealTimePriority.class);
  private static final int PRIORITY = 5;
  private static final int SCHED_RR = 2;
  private static final int RESET_ON_FORK = 0x4000_0000;

  private RealTimePriority() {}

  /** The C library's scheduler calls; with process id 0 they are about the calling thread. */
  private static final class LibC {
    static final boolean THERE = bind();

    private static boolean bind() {
      try {
        if (!Platform.isLinux()) {
          return false;
        }
        Native.register(LibC.class, "c");
        return true;
      } catch (LinkageError e) {
        return false; // priorities stay as they are
      }
    }

    static native int sched_setscheduler(int pid, int policy, Pointer parameters);
  }

  /**
   * Raises the calling thread.
   *
   * @return whether the system allowed it
   */
  public static boolean raise() {
    if (!LibC.THERE) {
      return false;
    }
    Memory parameters = new Memory(Integer.BYTES);
    parameters.setInt(0, PRIORITY);
    boolean raised = LibC.sched_setscheduler(0, SCHED_RR | RESET_ON_FORK, parameters) == 0;
    LOG.debug("real-time priority: {}", raised ? PRIORITY : "not allowed");
    return raised;
  }
}
