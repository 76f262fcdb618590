package io.github.camelaudio.it;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** WAV files of tests, written and read without our own reader and writer. */
final class Wav {

  private Wav() {}

  /** Random samples: any byte left out, put in or turned around shows. */
  static byte[] noise(PcmFormat format, int millis, long seed) {
    byte[] pcm = new byte[format.framesOfMillis(millis) * format.bytesPerFrame()];
    new Random(seed).nextBytes(pcm);
    if (format.encoding() == Encoding.F32) {
      ByteBuffer floats = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
      Random random = new Random(seed);
      while (floats.hasRemaining()) {
        floats.putFloat(random.nextFloat() * 2 - 1);
      }
    }
    return pcm;
  }

  /** The plainest header there is: 44 bytes. */
  static Path write(Path file, PcmFormat format, byte[] pcm) throws IOException {
    ByteBuffer wav = ByteBuffer.allocate(44 + pcm.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + pcm.length).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) (format.encoding() == Encoding.F32 ? 3 : 1));
    wav.putShort((short) format.channels()).putInt(format.sampleRateHz());
    wav.putInt(format.sampleRateHz() * format.bytesPerFrame());
    wav.putShort((short) format.bytesPerFrame());
    wav.putShort((short) (8 * format.encoding().bytesPerSample()));
    wav.put(ascii("data")).putInt(pcm.length).put(pcm);
    return Files.write(file, wav.array());
  }

  /** The bytes of the data chunk. */
  static byte[] data(Path file) throws IOException {
    ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (true) {
      String id = new String(wav.array(), at, 4, StandardCharsets.US_ASCII);
      int length = wav.getInt(at + 4);
      if (id.equals("data")) {
        return Arrays.copyOfRange(wav.array(), at + 8, at + 8 + length);
      }
      at += 8 + length + (length & 1);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
