package io.github.camelaudio.component;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.file.stream.AudioFiles;
import io.github.camelaudio.file.stream.FileBlocks;
import io.github.camelaudio.recorder.store.RecordingFiles;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.camel.Converter;

/**
 * A block's samples for components that know nothing of audio: little-endian, interleaved. And an
 * audio file, of whatever component, as blocks that can wait.
 */
@Converter(generateLoader = true)
public final class AudioBlockConverter {

  private AudioBlockConverter() {}

  @Converter
  public static byte[] toByteArray(AudioBlock block) {
    return block.toByteArray();
  }

  @Converter
  public static ByteBuffer toByteBuffer(AudioBlock block) {
    return block.pcm();
  }

  @Converter
  public static InputStream toInputStream(AudioBlock block) {
    return new ByteArrayInputStream(block.toByteArray());
  }

  /**
   * Refuses: a block has no text, and its description must not end up in a file or a request.
   *
   * @throws IllegalArgumentException always, with what to use
   */
  @Converter
  @SuppressWarnings("DoNotCallSuggester") // Camel calls it
  public static String toText(AudioBlock block) {
    throw new IllegalArgumentException(
        "a block of audio has no text; use its fields, such as ${body.streamName}, or"
            + " .marshal(\"wav\") for the bytes of a WAV");
  }

  /** Opens the bytes of a WAV or FLAC file. */
  @Converter
  public static FileBlocks toBlocks(byte[] file) throws IOException {
    return toBlocks(new ByteArrayInputStream(file));
  }

  /** Opens a stream of such bytes; closed at its end. */
  @Converter
  public static FileBlocks toBlocks(InputStream file) throws IOException {
    return new FileBlocks(AudioFiles.open(file, "the body"));
  }

  /** Opens a WAV or FLAC file. */
  @Converter
  public static FileBlocks toBlocks(File file) throws IOException {
    RecordingFiles.requireNotWritten(file.toPath());
    return new FileBlocks(AudioFiles.open(file.toPath()));
  }
}
