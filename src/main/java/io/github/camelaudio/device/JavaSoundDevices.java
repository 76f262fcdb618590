package io.github.camelaudio.device;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/**
 * The devices that Java Sound knows: on Linux those of ALSA, which PulseAudio and PipeWire join.
 */
final class JavaSoundDevices implements AudioDevices {

  /** What the device's answer depends on is looked up each time: devices come and go. */
  JavaSoundDevices() {}

  /** What can record, and of each device the encodings and channels that it says it has. */
  @Override
  public Map<String, List<String>> captureDevices() {
    return formats(TargetDataLine.class);
  }

  /** What can play, and of each device the encodings and channels that it says it has. */
  @Override
  public Map<String, List<String>> playbackDevices() {
    return formats(SourceDataLine.class);
  }

  private static Map<String, List<String>> formats(Class<? extends Line> direction) {
    Map<String, List<String>> formats = new LinkedHashMap<>();
    for (Mixer.Info info : AudioSystem.getMixerInfo()) {
      if (has(info, direction)) {
        formats.put(info.getName(), formats(AudioSystem.getMixer(info), direction));
      }
    }
    return formats;
  }

  private static List<String> formats(Mixer mixer, Class<? extends Line> direction) {
    Line.Info[] lines =
        direction == TargetDataLine.class ? mixer.getTargetLineInfo() : mixer.getSourceLineInfo();
    SortedMap<Encoding, IntSummaryStatistics> channels = new TreeMap<>();
    for (Line.Info line : lines) {
      if (line instanceof DataLine.Info data) {
        for (AudioFormat format : data.getFormats()) {
          Encoding encoding = encoding(format);
          if (encoding != null) {
            channels
                .computeIfAbsent(encoding, each -> new IntSummaryStatistics())
                .accept(format.getChannels());
          }
        }
      }
    }
    List<String> text = new ArrayList<>();
    channels.forEach(
        (encoding, count) ->
            text.add(encoding + ", " + count.getMin() + " to " + count.getMax() + " channels"));
    return text;
  }

  /** The encoding of ours that a device's format is; null when it is none. */
  private static @Nullable Encoding encoding(AudioFormat format) {
    boolean unsigned = AudioFormat.Encoding.PCM_UNSIGNED.equals(format.getEncoding());
    return switch (format.getSampleSizeInBits()) {
      case 8 -> unsigned ? Encoding.U8 : null;
      case 16 -> unsigned ? null : Encoding.S16;
      case 24 ->
          unsigned || format.getFrameSize() != 3 * format.getChannels() ? null : Encoding.S24;
      case 32 -> unsigned ? null : Encoding.S32;
      default -> null;
    };
  }

  private static List<String> names(Class<? extends Line> direction) {
    List<String> names = new ArrayList<>();
    for (Mixer.Info info : AudioSystem.getMixerInfo()) {
      if (has(info, direction)) {
        names.add(info.getName());
      }
    }
    return names;
  }

  private static boolean has(Mixer.Info info, Class<? extends Line> direction) {
    Mixer mixer = AudioSystem.getMixer(info);
    Predicate<Line.Info> matches = line -> direction.isAssignableFrom(line.getLineClass());
    Line.Info[] lines =
        direction == TargetDataLine.class ? mixer.getTargetLineInfo() : mixer.getSourceLineInfo();
    return List.of(lines).stream().anyMatch(matches);
  }

  /**
   * The mixer of a name. {@code default} is the first that can, as Java Sound lists them: on Linux
   * the sound server's default.
   */
  private static Mixer mixer(String name, Class<? extends Line> direction, String kind)
      throws AudioDeviceException {
    for (Mixer.Info info : AudioSystem.getMixerInfo()) {
      if (has(info, direction) && matches(info.getName(), name)) {
        return AudioSystem.getMixer(info);
      }
    }
    List<String> there = names(direction);
    throw new AudioDeviceException(
        "no "
            + kind
            + " device matches '"
            + name
            + "'; there "
            + (there.isEmpty() ? "is none" : "are: " + String.join(", ", there)));
  }

  private static boolean matches(String deviceName, String wanted) {
    return wanted.equals(DEFAULT)
        || deviceName.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
  }

  @Override
  public CaptureDevice openCapture(
      String name, PcmFormat format, int fragmentFrames, int bufferFrames)
      throws AudioDeviceException {
    TargetDataLine line =
        line(mixer(name, TargetDataLine.class, "capture"), TargetDataLine.class, name, format);
    try {
      line.open(
          javaFormat(format), Math.max(fragmentFrames, bufferFrames) * format.bytesPerFrame());
      line.start();
    } catch (LineUnavailableException | RuntimeException e) {
      JavaSoundLines.close(line);
      throw new AudioDeviceException(
          "cannot record " + format + " from device '" + name + "': " + e.getMessage(), e);
    }
    return new JavaSoundCapture(name, line, format, SystemClock.INSTANCE);
  }

  @Override
  public PlaybackDevice openPlayback(
      String name, PcmFormat format, int periodFrames, int bufferFrames)
      throws AudioDeviceException {
    SourceDataLine line =
        line(mixer(name, SourceDataLine.class, "playback"), SourceDataLine.class, name, format);
    try {
      line.open(javaFormat(format), bufferFrames * format.bytesPerFrame());
      line.start();
    } catch (LineUnavailableException | RuntimeException e) {
      JavaSoundLines.close(line);
      throw new AudioDeviceException(
          "cannot play " + format + " on device '" + name + "': " + e.getMessage(), e);
    }
    return new JavaSoundPlayback(name, line, format, SystemClock.INSTANCE);
  }

  private static <L extends DataLine> L line(
      Mixer mixer, Class<L> direction, String name, PcmFormat format) throws AudioDeviceException {
    try {
      return direction.cast(mixer.getLine(new DataLine.Info(direction, javaFormat(format))));
    } catch (LineUnavailableException | RuntimeException e) {
      throw new AudioDeviceException(
          "device '" + name + "' cannot do " + format + " now: " + e.getMessage(), e);
    }
  }

  private static AudioFormat javaFormat(PcmFormat format) throws AudioDeviceException {
    if (format.encoding() == Encoding.F32) {
      throw new AudioDeviceException(
          "devices take integer samples: ask for s16, s24 or s32 instead of " + format);
    }
    return new AudioFormat(
        format.sampleRateHz(),
        8 * format.encoding().bytesPerSample(),
        format.channels(),
        format.encoding() != Encoding.U8,
        false);
  }
}
