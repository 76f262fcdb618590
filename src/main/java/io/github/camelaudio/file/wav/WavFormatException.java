package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.Encoding;
import java.io.IOException;

/** The input is no WAV file, or one whose samples are not of an encoding that we play. */
public final class WavFormatException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * @param name the file's path, or what else the input is called
   * @param found what is wrong with it, as a clause
   */
  WavFormatException(String name, String found) {
    super(
        "cannot play "
            + name
            + ": "
            + found
            + "; supported are RIFF/WAVE files of the encodings "
            + Encoding.names());
  }
}
