package io.github.camelaudio.bench;

import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A silent WAV file of a given length: benchmarks do not listen. */
final class Tone {

  static final PcmFormat FORMAT = PcmFormat.DEFAULT;

  private Tone() {}

  static Path write(int seconds) throws IOException {
    int bytes = seconds * FORMAT.sampleRateHz() * FORMAT.bytesPerFrame();
    Path file = Files.createTempFile("bench", ".wav");
    file.toFile().deleteOnExit();
    Files.write(file, header(bytes));
    return Files.write(file, new byte[bytes], StandardOpenOption.APPEND);
  }

  /** The 44 bytes before so many bytes of samples. */
  static byte[] header(int bytes) {
    byte[] header = new byte[44];
    ByteBuffer wav = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    wav.putShort((short) FORMAT.channels()).putInt(FORMAT.sampleRateHz());
    wav.putInt(FORMAT.sampleRateHz() * FORMAT.bytesPerFrame());
    wav.putShort((short) FORMAT.bytesPerFrame()).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    return header;
  }
}
