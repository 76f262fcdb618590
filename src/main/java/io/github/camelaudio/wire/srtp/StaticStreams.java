package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.UnsendableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was sent under static keys, in this process and before: with a static key a packet's nonce
 * is its SSRC and index, which must never come twice. Over all encoders of a process the index of
 * an SSRC increases; over all starts an SSRC is sent once with a key, which a file remembers: a
 * line {@code KEY SSRC} each, both as hexadecimal digits, the key as 8 bytes derived from it. Any
 * thread.
 */
public final class StaticStreams {

  /** As many streams may begin under static keys in one process. */
  static final int MAX_STREAMS = 100_000;

  private final @Nullable Path file;
  private final Set<String> before;

  /** Why the file cannot be read; null when it was, or there is none. */
  private final @Nullable IOException unreadable;

  private final Map<String, Sent> streams = new HashMap<>();

  private StaticStreams(@Nullable Path file) {
    this.file = file;
    Set<String> lines = Set.of();
    IOException failure = null;
    try {
      if (file != null && Files.exists(file)) {
        lines = new HashSet<>(Files.readAllLines(file));
      }
    } catch (IOException e) {
      failure = e;
    }
    this.before = lines;
    this.unreadable = failure;
  }

  /** For keys that are of no file, or not static. */
  public static StaticStreams inMemory() {
    return new StaticStreams(null);
  }

  /**
   * Those of the keys of a key file. Reads what was sent before; where that fails, nothing is sent.
   *
   * @param keyFile they are remembered beside it, in a file of its name with {@code .used} behind
   */
  public static StaticStreams beside(Path keyFile) {
    return new StaticStreams(keyFile.resolveSibling(keyFile.getFileName() + ".used"));
  }

  /** What one stream has sent under one key. */
  static final class Sent {
    private @Nullable Object sender;
    private long index = -1;
    private int rtcpIndex;

    /**
     * The index for the next packet.
     *
     * @param asked what the sender would use
     * @return that, or if it is not behind all before, the first that is
     * @throws UnsendableException when another sender took the stream over
     */
    synchronized long next(Object asking, boolean first, long asked) {
      if (!first && sender != asking) {
        throw new UnsendableException(
            "the stream is sent by another connection now: with static keys only one may send it;"
                + " unset audio.srtp, so that each has keys of its own (EKT)");
      }
      sender = asking;
      index = index < 0 ? asked : Math.max(index + 1, asked);
      return index;
    }

    synchronized int nextRtcp() {
      return rtcpIndex++;
    }
  }

  /**
   * The record of a stream; begins it, if it is new.
   *
   * @throws UnsendableException when it was sent before this start, or cannot be remembered
   */
  synchronized Sent of(SharedKey key, long ssrc) {
    String line =
        HexFormat.of().formatHex(key.derive("camel-audio used static keys", 8))
            + ' '
            + AudioBlock.nameOf(ssrc);
    Sent there = streams.get(line);
    if (there != null) {
      return there;
    }
    if (streams.size() == MAX_STREAMS) {
      throw new UnsendableException(
          "more than " + MAX_STREAMS + " streams with static keys; restart with a new key");
    }
    remember(line, key, ssrc);
    Sent made = new Sent();
    streams.put(line, made);
    return made;
  }

  private void remember(String line, SharedKey key, long ssrc) {
    if (file == null) {
      return;
    }
    if (before.contains(line)) {
      throw new UnsendableException(
          "stream "
              + AudioBlock.nameOf(ssrc)
              + " was sent with the key "
              + key.name()
              + " before a restart, says "
              + file
              + ": once more would disclose both; make a new key, or unset audio.srtp (EKT)");
    }
    try {
      if (unreadable != null) {
        throw unreadable;
      }
      // Synced: after a loss of power the line is there, or the stream was not sent.
      Files.write(
          file,
          List.of(line),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.DSYNC);
    } catch (IOException e) {
      throw new UnsendableException(
          file + " cannot remember what static keys were used for, so nothing is sent: " + e);
    }
  }
}
