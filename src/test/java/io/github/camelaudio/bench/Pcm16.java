package io.github.camelaudio.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Samples of 16 bits, little-endian, as files and servers have them. */
final class Pcm16 {

  private Pcm16() {}

  /** The average of all channels, in -1..1. */
  static float[] mono(byte[] bytes, int channels) {
    ShortBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    float[] mono = new float[all.remaining() / channels];
    for (int i = 0; i < mono.length; i++) {
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += all.get(i * channels + channel);
      }
      mono[i] = sum / (32_768f * channels);
    }
    return mono;
  }

  /** The same of float samples. */
  static float[] monoOfFloats(byte[] bytes, int channels) {
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] mono = new float[bytes.length / (4 * channels)];
    for (int i = 0; i < mono.length; i++) {
      for (int channel = 0; channel < channels; channel++) {
        mono[i] += all.getFloat(4 * (i * channels + channel)) / channels;
      }
    }
    return mono;
  }

  /** The same sample in each channel. */
  static byte[] bytes(float[] mono, int channels) {
    ByteBuffer out = ByteBuffer.allocate(2 * channels * mono.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : mono) {
      for (int channel = 0; channel < channels; channel++) {
        out.putShort((short) Math.round(sample * 32_767));
      }
    }
    return out.array();
  }

  /** Writes a stereo WAV file with the same in both channels. */
  static Path writeWav(Path file, float[] mono, int rateHz) throws IOException {
    byte[] samples = bytes(mono, 2);
    ByteBuffer wav = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(Tone.header(samples.length)).putInt(24, rateHz).putInt(28, 4 * rateHz);
    return Files.write(file, wav.put(samples).array());
  }

  /** The samples of a recording of ours, s16 stereo: what is behind its "data" chunk's head. */
  static float[] readWav(Path file) throws IOException {
    ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (at + 8 <= wav.capacity()) {
      int length = wav.getInt(at + 4);
      if (wav.getInt(at) == 0x61746164) { // "data"
        byte[] samples = new byte[Math.min(length, wav.capacity() - at - 8)];
        wav.get(at + 8, samples);
        return mono(samples, 2);
      }
      at += 8 + length + (length & 1);
    }
    throw new IOException(file + " has no samples");
  }
}
