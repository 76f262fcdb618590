package io.github.camelaudio.file.wav;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file in memory that tells where it was written to, and that can be full. */
public final class MemoryChannel implements SeekableByteChannel {

  /** Where each write began. */
  final List<Long> writtenAt = new ArrayList<>();

  private byte[] bytes = new byte[1024];
  private int size;
  private int position;
  private boolean open = true;
  private int capacity = Integer.MAX_VALUE;

  /** From now on a write beyond so many bytes takes what fits, and one without room fails. */
  public void limitTo(int newCapacity) {
    capacity = newCapacity;
  }

  public byte[] contents() {
    return Arrays.copyOf(bytes, size);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = Math.min(source.remaining(), capacity - position);
    if (count <= 0 && source.hasRemaining()) {
      throw new IOException("no space left");
    }
    writtenAt.add((long) position);
    if (position + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (position + count));
    }
    source.get(bytes, position, count);
    position += count;
    size = Math.max(size, position);
    return count;
  }

  @Override
  public int read(ByteBuffer target) {
    throw new UnsupportedOperationException("a writer does not read");
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = Math.toIntExact(newPosition);
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    size = Math.toIntExact(Math.min(size, newSize));
    position = Math.min(position, size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
