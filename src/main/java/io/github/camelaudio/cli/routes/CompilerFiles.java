package io.github.camelaudio.cli.routes;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/**
 * Closes the files that compiling a route leaves open. Camel does not close the compiler's file
 * manager, which opens every jar of the class path, some 90: only a garbage collection closes them,
 * and a program that allocates little has none for hours.
 */
final class CompilerFiles {

  private static final double MANY = 0.5;

  private CompilerFiles() {}

  /**
   * Collects when half of the file descriptors that the process may have are used, which stops it
   * for some 30 ms. Any thread.
   */
  static void closeIfMany() {
    closeIfMany(CompilerFiles::usedShare, System::gc);
  }

  /**
   * @param usedShare of all descriptors, 0 to 1
   */
  static void closeIfMany(DoubleSupplier usedShare, Runnable collect) {
    if (usedShare.getAsDouble() > MANY) {
      collect.run();
    }
  }

  /** 0 where the system does not say. */
  private static double usedShare() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (double) unix.getOpenFileDescriptorCount() / unix.getMaxFileDescriptorCount()
        : 0;
  }
}
