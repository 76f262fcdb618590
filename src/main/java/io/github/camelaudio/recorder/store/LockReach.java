package io.github.camelaudio.recorder.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a lock tells the programs of all hosts that may write a file. File systems that several
 * hosts share may have locks that only this host knows: NFS 3 with {@code nolock}, CIFS with {@code
 * nobrl}, most of FUSE, folders of a virtual machine's host. How one is mounted, Java does not say.
 */
final class LockReach {

  private static final Set<String> MAY_BE_OF_THIS_HOST =
      Set.of(
          "nfs",
          "cifs",
          "smb3",
          "smbfs",
          "9p",
          "virtiofs",
          "vboxsf",
          "prl_fs",
          "afs",
          "coda",
          "fuse",
          "macfuse",
          "osxfuse",
          "webdav",
          "davfs");

  private LockReach() {}

  /** Whether those of a file do. */
  static boolean isAllHosts(Path file) {
    try {
      return isAllHosts(Files.getFileStore(file).type());
    } catch (IOException e) {
      return false; // nobody knows
    }
  }

  /** Whether those of a type of file system do; {@code fuseblk} is a disk of this host. */
  static boolean isAllHosts(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return !MAY_BE_OF_THIS_HOST.contains(name) && !name.startsWith("fuse.");
  }
}
