package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.limits.LogLimit;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things with a stream's files. What fails becomes the stream's state: after an error of the
 * disk it gets another file, later; after any other it is not recorded any more. The writer
 * thread's alone.
 */
final class FileAttempts {

  private static final Logger LOG = LoggerFactory.getLogger(FileAttempts.class);
  private static final long RETRY_NANOS = 1_000_000_000L;

  /** Lines on streams that cannot be recorded. */
  private static final int LINES_AT_ONCE = 100;

  private final String label;
  private final DiskState disk;
  private final LostBlocks lost;
  private final AudioClock clock;
  private final LogLimit lines;

  FileAttempts(String label, DiskState disk, LostBlocks lost, AudioClock clock) {
    this.label = label;
    this.disk = disk;
    this.lost = lost;
    this.clock = clock;
    this.lines = new LogLimit(label, LINES_AT_ONCE, clock.nanoTime());
  }

  /** Something with the files of a stream. */
  interface DiskWork {
    void run() throws IOException;
  }

  /** Whether it succeeded; either way the stream's lost blocks are counted. */
  boolean attempt(RecordedStream stream, DiskWork work) {
    try {
      work.run();
      return true;
    } catch (FileAlreadyExistsException | RuntimeException e) {
      if (lines.allows(clock.nanoTime())) {
        LOG.error(
            "{}: stream {} is not recorded any more: {}",
            label,
            stream.identity().name(),
            e.getMessage());
      }
      stream.reject();
      abandon(stream);
    } catch (IOException e) {
      failed(stream, e);
    } finally {
      lost.add(stream.takeLostBlocks());
    }
    return false;
  }

  private void failed(RecordedStream stream, IOException e) {
    stream.files().recordings().forEach(recording -> lost.add(recording.blocksOnTheirWay()));
    boolean removed = e instanceof NoSuchFileException;
    stream.retryFrom(clock.nanoTime() + (removed ? 0 : RETRY_NANOS));
    disk.failed(reason(stream, e), lost.total());
    abandon(stream);
  }

  /** What failed, with the file that it failed for. */
  private static String reason(RecordedStream stream, Exception e) {
    String message = e.getMessage() == null ? FailureText.of(e) : e.getMessage();
    return stream
        .files()
        .recordings()
        .map(recording -> PrintableText.of(recording.path()))
        .filter(path -> !message.contains(path))
        .findFirst()
        .map(path -> "cannot write " + path + ": " + message)
        .orElse(message);
  }

  /** Closes what cannot be written; what is in the files stays. */
  private static void abandon(RecordedStream stream) {
    try {
      stream.finish();
    } catch (IOException | RuntimeException e) {
      LOG.debug(
          "stream {}: its files are complete as far as they could be", stream.identity().name(), e);
    }
  }

  /** A stream has ended: completes its files. */
  void complete(RecordedStream stream) {
    try {
      stream.finish();
    } catch (IOException | RuntimeException e) {
      disk.failed(String.valueOf(e.getMessage()), lost.total());
    }
    lost.add(stream.takeLostBlocks());
  }

  /** What was written is on the disk, and no stream waits for it. */
  void recovered() {
    disk.recovered(lost.total());
  }

  /** Lines that were left out. Any thread. */
  long leftOutLines() {
    return lines.leftOut();
  }
}
