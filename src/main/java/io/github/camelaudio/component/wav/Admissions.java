package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.component.SaidOnce;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams that a recorder knows, with what their first block's route said. Any thread. */
final class Admissions {

  private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

  /** So many more streams are known than are recorded, each until it falls silent. */
  private static final int MAX_WAITING = 1_000;

  private final String label;
  private final boolean needsNoName;
  private final int maxOpen;
  private final AudioClock clock;
  private final SaidOnce said = new SaidOnce();
  private final Map<Long, Admission> admitted = new ConcurrentHashMap<>();
  private volatile boolean saidFull;

  Admissions(String label, RecordingFiles files, int maxOpen, AudioClock clock) {
    this.label = label;
    this.needsNoName = files.isStandardOutput() || files.isOneFile();
    this.maxOpen = maxOpen;
    this.clock = clock;
  }

  /** What a route can say of the stream whose first block it brings. */
  interface Introduction {

    /** What its files are to be called. */
    String fileName();

    /** Where it comes from, for people. */
    String source();
  }

  /** What was said of a stream, and when that was. */
  record Admission(String fileName, String source, long nanos) {}

  /** Null while the stream is not known. */
  @Nullable Admission of(long streamId) {
    return admitted.get(streamId);
  }

  /** Whether no stream is known. */
  boolean isEmpty() {
    return admitted.isEmpty();
  }

  /** Whether the stream is known from now on; false, said once, when too many are. */
  synchronized boolean admit(AudioBlock block, Introduction introduction) {
    if (admitted.size() >= maxOpen + MAX_WAITING) {
      sayFull(block.streamName());
      return false;
    }
    String fileName = needsNoName ? "" : evaluated("fileName", introduction::fileName);
    String source = evaluated("source", introduction::source);
    admitted.put(block.streamId(), new Admission(fileName, source, clock.nanoTime()));
    return true;
  }

  private String evaluated(String what, Supplier<String> text) {
    try {
      return String.valueOf(text.get());
    } catch (RuntimeException e) {
      if (said.first(what)) {
        LOG.error("{}: {} cannot be evaluated: {}", label, what, e.getMessage());
      }
      return "";
    }
  }

  /** Says that a stream finds no room, unless that was said since one ended. */
  void sayFull(String streamName) {
    if (!saidFull) {
      saidFull = true;
      LOG.warn(
          "{}: stream {} is not recorded: {} files are open, and maxOpen allows no more",
          label,
          streamName,
          maxOpen);
    }
  }

  /** The stream has ended. */
  void remove(long streamId) {
    admitted.remove(streamId);
    saidFull = false;
  }

  /** Forgets streams of which for so long no block came through the queue. */
  void forget(long idleNanos, Set<Long> recorded) {
    long now = clock.nanoTime();
    admitted
        .entrySet()
        .removeIf(
            each -> !recorded.contains(each.getKey()) && now - each.getValue().nanos() > idleNanos);
  }
}
