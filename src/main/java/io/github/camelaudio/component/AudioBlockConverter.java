package io.github.camelaudio.component;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.message.AudioMessage;
import io.github.camelaudio.component.message.Messages;
import io.github.camelaudio.file.stream.AudioFiles;
import io.github.camelaudio.file.stream.FileBlocks;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.wire.MalformedPacketException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;

/**
 * A block's samples for components that know nothing of audio: little-endian, interleaved. And an
 * audio file, of whatever component, as blocks that can wait. And a block as a message, and back.
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

  /** A block as a message of the exchange's context. */
  @Converter
  public static AudioMessage toMessage(AudioBlock block, Exchange exchange) {
    return new AudioMessage(Messages.of(exchange.getContext()).write(block));
  }

  /** The message as it goes over a wire. */
  @Converter
  public static byte[] toByteArray(AudioMessage message) {
    return message.bytes();
  }

  /** The same, to be read. */
  @Converter
  public static InputStream toInputStream(AudioMessage message) {
    return new ByteArrayInputStream(message.bytes());
  }

  /**
   * The block of a message.
   *
   * @throws MalformedPacketException when it is none
   */
  @Converter
  public static AudioBlock toBlock(AudioMessage message, Exchange exchange)
      throws MalformedPacketException {
    return Messages.of(exchange.getContext()).read(message.bytes());
  }

  /** The same of its bytes. */
  @Converter
  public static AudioBlock toBlock(byte[] message, Exchange exchange)
      throws MalformedPacketException {
    return Messages.of(exchange.getContext()).read(message);
  }

  /** The same of a stream of its bytes. */
  @Converter
  public static AudioBlock toBlock(InputStream message, Exchange exchange)
      throws IOException, MalformedPacketException {
    return toBlock(message.readAllBytes(), exchange);
  }
}
