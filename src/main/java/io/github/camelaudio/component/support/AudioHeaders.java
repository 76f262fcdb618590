package io.github.camelaudio.component.support;

/** Headers that our consumers set beside the block. */
public final class AudioHeaders {

  /** How many frames the whole stream has, a {@code Long}; absent when that is unknown. */
  public static final String TOTAL_FRAMES = "CamelAudioTotalFrames";

  private AudioHeaders() {}
}
