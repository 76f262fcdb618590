package io.github.camelaudio.component;

import io.github.camelaudio.audio.AudioBlock;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.camel.Converter;

/** A block's samples for components that know nothing of audio: little-endian, interleaved. */
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
}
