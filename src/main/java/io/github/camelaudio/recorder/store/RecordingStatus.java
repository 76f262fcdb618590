package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Path;

/**
 * A file that a recorder is writing, at one moment.
 *
 * @param stream eight hexadecimal digits
 * @param frames written until now, silence for gaps included
 */
public record RecordingStatus(Path file, String stream, PcmFormat format, long frames) {

  public double seconds() {
    return (double) frames / format.sampleRateHz();
  }
}
