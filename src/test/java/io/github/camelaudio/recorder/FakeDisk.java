package io.github.camelaudio.recorder;

import io.github.camelaudio.recorder.store.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** The real file system with room for so many bytes more, and perhaps without permission. */
public final class FakeDisk implements Disk {

  private long freeBytes = Long.MAX_VALUE / 2;
  private boolean denied;
  private boolean brokenInside;
  private int openFiles;
  private int mostOpenFiles;

  /** From now on so many bytes can be written beyond what is. */
  void free(long bytes) {
    freeBytes = bytes;
  }

  /** Whether no file can be opened. */
  public void deny(boolean isDenied) {
    denied = isDenied;
  }

  /** Whether writing fails in a way that nobody foresees. */
  void breakInside(boolean isBroken) {
    brokenInside = isBroken;
  }

  int mostOpenFiles() {
    return mostOpenFiles;
  }

  @Override
  public SeekableByteChannel open(Path path, Set<OpenOption> options, FileAttribute<?>... ofNewFile)
      throws IOException {
    if (denied) {
      throw new AccessDeniedException(path.toString());
    }
    FileChannel file = FileChannel.open(path, options, ofNewFile);
    openFiles++;
    mostOpenFiles = Math.max(mostOpenFiles, openFiles);
    return new Limited(file);
  }

  @Override
  public boolean isWritable(Path directory) {
    return !denied;
  }

  @Override
  public long usableBytes(Path directory) {
    return freeBytes;
  }

  private final class Limited implements SeekableByteChannel {
    private final FileChannel file;

    Limited(FileChannel file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (brokenInside) {
        throw new IllegalStateException("a defect");
      }
      long room = file.size() + freeBytes - file.position();
      int count = (int) Math.min(source.remaining(), Math.max(0, room));
      if (count == 0 && source.hasRemaining()) {
        throw new IOException("No space left on device");
      }
      long before = file.size();
      int limit = source.limit();
      source.limit(source.position() + count);
      int written = file.write(source);
      source.limit(limit);
      freeBytes -= file.size() - before;
      return written;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return file.read(target);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
      file.position(newPosition);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      freeBytes += Math.max(0, file.size() - size);
      file.truncate(size);
      return this;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      if (file.isOpen()) {
        openFiles--;
      }
      file.close();
    }
  }
}
