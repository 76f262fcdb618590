package io.github.camelaudio.fuzz;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;

/** What a receiver has configured, by an input's first byte. */
final class Formats {

  private Formats() {}

  static PcmFormat of(byte[] input) {
    int choice = input.length == 0 ? 0 : input[0] & 0xFF;
    Encoding[] encodings = Encoding.values();
    return new PcmFormat(8_000 + choice, 1 + choice / 5 % 12, encodings[choice % encodings.length]);
  }
}
