package io.github.camelaudio.recorder.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** The file system as a recorder uses it, so that tests can hand in one that is full or slow. */
public interface Disk {

  /** The machine's. */
  Disk REAL =
      new Disk() {
        @Override
        public SeekableByteChannel open(
            Path path, Set<OpenOption> options, FileAttribute<?>... ofNewFile) throws IOException {
          return FileChannel.open(path, options, ofNewFile);
        }

        @Override
        public long usableBytes(Path directory) throws IOException {
          return Files.getFileStore(directory).getUsableSpace();
        }

        @Override
        public boolean isWritable(Path directory) {
          return Files.isWritable(directory);
        }
      };

  /** Opens a file; where it makes one, with such attributes. */
  SeekableByteChannel open(Path path, Set<OpenOption> options, FileAttribute<?>... ofNewFile)
      throws IOException;

  /** Whether this process may make files in a directory. */
  boolean isWritable(Path directory);

  /** How much may still be written below a directory. */
  long usableBytes(Path directory) throws IOException;
}
