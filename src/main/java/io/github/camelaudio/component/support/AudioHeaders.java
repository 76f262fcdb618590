package io.github.camelaudio.component.support;

import io.github.camelaudio.audio.PcmFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Headers that we set beside a block, or beside the bytes of a file. */
public final class AudioHeaders {

  /** How many frames the whole stream or file has, a {@code Long}; absent when that is unknown. */
  public static final String TOTAL_FRAMES = "CamelAudioTotalFrames";

  /** What a file's samples are, such as {@code s16/48000/2}. */
  public static final String FORMAT = "CamelAudioFormat";

  /** A file's frames a second, an {@code Integer}. */
  public static final String SAMPLE_RATE = "CamelAudioSampleRate";

  /** A file's channels, an {@code Integer}. */
  public static final String CHANNELS = "CamelAudioChannels";

  /** How long a file is, in milliseconds, a {@code Long}. */
  public static final String DURATION_MILLIS = "CamelAudioDurationMillis";

  /** Whose sound it is: the stream's eight hexadecimal digits. */
  public static final String STREAM_NAME = "CamelAudioStreamName";

  /** When its first frame was captured, in milliseconds since 1970, a {@code Long}; or absent. */
  public static final String CAPTURE_TIME = "CamelAudioCaptureTime";

  /** How many frames of it never came and are silence, a {@code Long}. */
  public static final String MISSING_FRAMES = "CamelAudioMissingFrames";

  /** Where the sound comes from, for people, as a message broker's record says it. */
  public static final String SOURCE = "CamelAudioSource";

  private AudioHeaders() {}

  /**
   * Makes a message that of an audio file.
   *
   * @param type such as {@code wav}: what follows {@code audio/}
   * @param name of a file to write it to
   */
  public static void describe(
      Message message, PcmFormat format, long frames, String type, String name) {
    message.setHeader(FORMAT, format.toString());
    message.setHeader(SAMPLE_RATE, format.sampleRateHz());
    message.setHeader(CHANNELS, format.channels());
    message.setHeader(TOTAL_FRAMES, frames);
    message.setHeader(DURATION_MILLIS, format.nanosOfFrames(frames) / 1_000_000);
    message.setHeader(Exchange.CONTENT_TYPE, "audio/" + type);
    message.setHeader(Exchange.FILE_NAME, name);
  }
}
