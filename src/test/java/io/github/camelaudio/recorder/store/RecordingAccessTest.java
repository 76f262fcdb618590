package io.github.camelaudio.recorder.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.recorder.TestRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RecordingAccessTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void delete_removesTheRecordingAndItsReport_butNotWhileItIsWritten() throws IOException {
    RecordingFiles.Opened open = open();
    Path picture = Files.writeString(directory.resolve("take.wav.png"), "");
    assertEquals(RecordingAccess.Deletion.IN_USE, RecordingAccess.delete(open.path()));
    assertTrue(Files.exists(open.path()) && Files.exists(picture));
    open.release();
    assertEquals(RecordingAccess.Deletion.REMOVED, RecordingAccess.delete(open.path()));
    assertFalse(Files.exists(open.path()) || Files.exists(picture));
    assertEquals(RecordingAccess.Deletion.GONE, RecordingAccess.delete(open.path()));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readerClosed_takesTheRecordersLockAgain() throws IOException {
    RecordingFiles.Opened open = open();
    assertTrue(isLocked(open.path()));
    Files.readAllBytes(open.path());
    assertFalse(isLocked(open.path()), "POSIX removes it");
    RecordingAccess.readerClosed(open.path());
    assertTrue(isLocked(open.path()));
    RecordingAccess.readerClosed(open.path());
    assertTrue(isLocked(open.path()));
    open.release();
    assertFalse(isLocked(open.path()));
  }

  @Test
  void readerClosed_ofFilesThatNobodyWrites_doesNothing() throws IOException {
    RecordingAccess.readerClosed(Files.writeString(directory.resolve("other.wav"), ""));
    RecordingAccess.readerClosed(directory.resolve("gone.wav"));
  }

  @Test
  void streamOf_aFileThatIsNotOurs_isNull() throws IOException {
    assertNull(RecordingAccess.streamOf(Files.writeString(directory.resolve("x.wav"), "RIFF")));
  }

  private RecordingFiles.Opened open() throws IOException {
    RecordingFiles files =
        new RecordingFiles(
            directory.toString(), Existing.FAIL, false, TestRecorder.PERMISSIONS, Disk.REAL);
    return files.open(new RecordingFiles.Request("take.wav", "x.wav", 0, 0), path -> false);
  }

  private static boolean isLocked(Path file) throws IOException {
    Object inode = Files.getAttribute(file, "unix:ino");
    return Files.readString(Path.of("/proc/locks")).contains(":" + inode + " ");
  }
}
