package io.github.camelaudio.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What has come out of a decoder, stream by stream. Fails when streams are mixed, when their blocks
 * are not numbered one after the other, or when one goes on after its end.
 */
public final class Heard {

  /** One stream. */
  public static final class Stream {
    private final List<AudioBlock> blocks = new ArrayList<>();

    public PcmFormat format() {
      return first().format();
    }

    public byte[] pcm() {
      ByteArrayOutputStream pcm = new ByteArrayOutputStream();
      blocks.forEach(block -> pcm.writeBytes(block.toByteArray()));
      return pcm.toByteArray();
    }

    public List<AudioBlock> blocks() {
      return blocks;
    }

    /** Whether each block is live, one letter a block. */
    public String live() {
      StringBuilder live = new StringBuilder();
      blocks.forEach(block -> live.append(block.live() ? 'L' : '-'));
      return live.toString();
    }

    public boolean ended() {
      return latest().last();
    }

    private AudioBlock first() {
      return blocks.get(0);
    }

    private AudioBlock latest() {
      return blocks.get(blocks.size() - 1);
    }

    /** For example {@code s16/44100/2: 3 4, end}. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(format() + ":");
      for (AudioBlock block : blocks) {
        text.append(block.frames() > 0 ? " " + block.frames() : "");
        text.append(block.last() ? ", end" : "");
      }
      return text.toString();
    }
  }

  private final List<Stream> streams = new ArrayList<>();

  /** Takes all that has come out of a channel since. */
  public static Heard of(EmbeddedChannel channel) {
    Heard heard = new Heard();
    for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
      heard.add((AudioBlock) out);
    }
    return heard;
  }

  private void add(AudioBlock block) {
    if (streams.isEmpty() || latest().streamId() != block.streamId()) {
      assertFalse(block.last(), "a stream that begins with its end");
      if (!streams.isEmpty()) {
        assertTrue(latest().last(), "a stream within another: " + block);
      }
      streams.forEach(
          stream -> assertNotEquals(stream.first().streamId(), block.streamId(), "once more"));
      streams.add(new Stream());
    } else {
      assertFalse(latest().last(), "a stream that goes on after its end: " + block);
      assertEquals(latest().format(), block.format());
      assertEquals(Wrap.sequencePlus(latest().sequence(), 1), block.sequence());
      assertEquals(latest().endTimestamp(), block.timestamp());
    }
    streams.get(streams.size() - 1).blocks.add(block);
  }

  private AudioBlock latest() {
    return streams.get(streams.size() - 1).latest();
  }

  public List<Stream> streams() {
    return streams;
  }

  /** The only stream there is. */
  public Stream stream() {
    assertEquals(1, streams.size(), streams::toString);
    return streams.get(0);
  }

  /** The streams, each as its {@link Stream#toString()}. */
  public List<String> told() {
    return streams.stream().map(Stream::toString).toList();
  }
}
