package io.github.camelaudio.file.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.AudioReader;
import io.github.camelaudio.file.wav.WavFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The iteration; the pace of a whole file is the consumer's test. */
class FileBlocksTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/8000/1");
  private static final int FRAMES = 850;

  private final FakeClock clock = new FakeClock();
  private final byte[] pcm = WavFiles.noise(2 * FRAMES, 1);
  private final Reader reader = new Reader();

  /** Frames in memory. */
  private final class Reader implements AudioReader {
    private final ByteArrayInputStream in = new ByteArrayInputStream(pcm);
    private int failAfter = Integer.MAX_VALUE;
    private boolean closed;

    @Override
    public PcmFormat format() {
      return FORMAT;
    }

    @Override
    public OptionalLong frames() {
      return OptionalLong.of(FRAMES);
    }

    @Override
    public int read(byte[] buffer) throws IOException {
      if (--failAfter < 0) {
        throw new IOException("the disk is gone");
      }
      int read = in.read(buffer);
      return read == 0 ? -1 : read;
    }

    @Override
    public List<String> faults() {
      return List.of();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static byte[] samples(List<AudioBlock> blocks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    blocks.forEach(block -> all.writeBytes(block.toByteArray()));
    return all.toByteArray();
  }

  @Test
  void iteration_givesTheFileAsOneStream_andItsEnd() {
    List<AudioBlock> blocks = new ArrayList<>();
    FileBlocks file = new FileBlocks(reader);
    file.forEachRemaining(blocks::add);
    assertThat(samples(blocks)).isEqualTo(pcm);
    assertThat(blocks).hasSize(3); // 100 ms, the rest, the end
    AudioBlock first = blocks.get(0);
    int at = 0;
    for (int i = 0; i < blocks.size(); i++) {
      AudioBlock block = blocks.get(i);
      assertThat(block.streamId()).isEqualTo(first.streamId());
      assertThat(block.timestamp()).isEqualTo(first.timestamp() + at);
      assertThat(block.sequence()).isEqualTo((first.sequence() + i) & 0xFFFF);
      assertThat(block.live()).isFalse();
      assertThat(block.last()).isEqualTo(i == 2);
      at += block.frames();
    }
    assertThat(reader.closed).isTrue();
    assertThatThrownBy(file::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void pacedIteration_givesEachBlockAtItsTime_fromWhenTheFirstWasAccepted() {
    FileBlocks file = new FileBlocks(reader).paced(clock);
    AudioBlock first = file.next();
    assertThat(first.live()).isTrue();
    assertThat(first.frames()).isEqualTo(80);
    assertThat(first.captureEpochNanos()).isEqualTo(clock.epochNanos());
    clock.advanceMillis(300); // a route that connects
    long start = clock.nanoTime();
    for (int i = 1; i < 11; i++) {
      file.next();
      assertThat(clock.nanoTime()).isEqualTo(start + i * 10_000_000L);
    }
    assertThat(file.next().last()).isTrue();
    assertThat(clock.nanoTime()).isEqualTo(start + FORMAT.nanosOfFrames(FRAMES));
  }

  @Test
  void failureOfTheReader_endsTheIteration_andClosesIt() {
    reader.failAfter = 1;
    FileBlocks file = new FileBlocks(reader);
    file.next();
    assertThatThrownBy(file::next)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the disk is gone");
    assertThat(file.hasNext()).isFalse();
    assertThat(reader.closed).isTrue();
  }

  @Test
  void interrupt_endsTheIteration_andStays() {
    FileBlocks file = new FileBlocks(reader).paced(clock);
    file.next();
    Thread.currentThread().interrupt();
    assertThatThrownBy(file::next)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("stopped while it was played");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(reader.closed).isTrue();
  }
}
