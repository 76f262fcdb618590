package io.github.camelaudio.recorder.store;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of a disk a file takes: less than its size where gaps are left out of it. Known on Linux
 * (statx(2), kernel 4.11 and glibc 2.28); elsewhere it is the size.
 *
 * <pre>
 * struct statx, 256 bytes:  0  u32 mask   48  u64 blocks of 512 bytes
 * </pre>
 */
public final class DiskUse {

  private static final Logger LOG = LoggerFactory.getLogger(DiskUse.class);
  private static final int STRUCT_BYTES = 256;
  private static final int MASK_OFFSET = 0;
  private static final int BLOCKS_OFFSET = 48;
  private static final int BLOCK_BYTES = 512;
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int STATX_BLOCKS = 0x400;

  private static final @Nullable Function STATX = find();

  private static final Charset OF_PATHS =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private DiskUse() {}

  private static @Nullable Function find() {
    if (!Platform.isLinux()) {
      return null;
    }
    try {
      return Function.getFunction("c", "statx");
    } catch (LinkageError e) {
      LOG.debug("this system does not say how much of the disk a file takes", e);
      return null;
    }
  }

  /**
   * How many bytes of the disk a file takes.
   *
   * @param size its size, for systems that do not say
   */
  public static long of(Path file, long size) {
    Function statx = STATX;
    if (statx == null) {
      return size;
    }
    byte[] path = (file.toAbsolutePath() + "\0").getBytes(OF_PATHS);
    try (Memory status = new Memory(STRUCT_BYTES)) {
      status.clear();
      int result =
          statx.invokeInt(new Object[] {AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BLOCKS, status});
      boolean known = result == 0 && (status.getInt(MASK_OFFSET) & STATX_BLOCKS) != 0;
      return known ? status.getLong(BLOCKS_OFFSET) * BLOCK_BYTES : size;
    }
  }
}
