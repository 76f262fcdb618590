package io.github.camelaudio.cli.warmup;

import com.sun.jna.Function;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back to the system what starting took: compiling route files and warming up need several
 * times the memory that sound does.
 */
final class MemoryTrim {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryTrim.class);

  private static final String OPTION = "MaxHeapFreeRatio";

  /**
   * How much of the heap stays free after a full collection, in percent, instead of 70. With less
   * than half of it, G1 would mark all the time, with pauses of 16 ms. The launcher asks for less,
   * as the serial collector does not mark.
   */
  private static final int MAX_FREE = 60;

  private MemoryTrim() {}

  /** Collects once, and returns what is free. Takes some 50 ms, in which nothing else runs. */
  static void run() {
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (machine != null && Integer.parseInt(machine.getVMOption(OPTION).getValue()) > MAX_FREE) {
        machine.setVMOption(OPTION, Integer.toString(MAX_FREE));
      }
    } catch (RuntimeException e) {
      LOG.debug("the heap keeps its size", e); // another virtual machine
    }
    System.gc();
    trimLibrary();
  }

  /**
   * What the C library keeps of freed memory goes back to the system: tens of megabytes. Never
   * while sound plays: threads that allocate wait for it, and packets were lost.
   */
  private static void trimLibrary() {
    try {
      Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0L});
    } catch (LinkageError e) {
      LOG.debug("the C library keeps what it has", e); // only glibc has it
    }
  }
}
