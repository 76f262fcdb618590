package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** WAV files as other programs read them. */
final class OtherPrograms {

  private static final String PYTHON_WAVE =
      """
      import sys, wave
      try:
          with wave.open(sys.argv[1]) as w:
              sys.stdout.buffer.write(w.readframes(w.getnframes()))
      except wave.Error as e:
          if str(e) not in ('unknown format: 65534', 'unknown format: 3'):
              raise
          sys.exit(3)
      """;

  private OtherPrograms() {}

  static void need() throws Exception {
    Tools.need("ffmpeg", "ffmpeg");
    Tools.need("sox", "sox");
    Tools.needThat(Tools.PYTHON + " -c 'import wave'", "python3");
  }

  /**
   * The samples as javax.sound, ffmpeg, sox and Python's wave see them, by name. Python's (3.11)
   * knows no extensible files and no floats; it is left out where it says so.
   */
  static Map<String, byte[]> read(Path wav, PcmFormat format)
      throws IOException, InterruptedException, UnsupportedAudioFileException {
    Map<String, byte[]> samples = new LinkedHashMap<>();
    try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
      samples.put("javax.sound", in.readAllBytes());
    }
    samples.put("ffmpeg", ffmpeg(wav, format));
    samples.put("sox", output(0, sox(wav, format)));
    boolean plain = !format.encoding().isFloat() && isPlain(format);
    byte[] python = output(plain ? 0 : 3, Tools.PYTHON, "-c", PYTHON_WAVE, wav.toString());
    if (plain) {
      samples.put("python wave", python);
    }
    return samples;
  }

  /** The samples as ffmpeg sees them. */
  static byte[] ffmpeg(Path wav, PcmFormat format) throws IOException, InterruptedException {
    String raw = (format.encoding() + "le").replace("u8le", "u8");
    return output(
        0, "ffmpeg", "-v", "error", "-i", wav.toString(), "-c:a", "pcm_" + raw, "-f", raw, "-");
  }

  /** Whether such a file has the oldest of headers. */
  static boolean isPlain(PcmFormat format) {
    return format.channels() <= 2 && format.encoding().bytesPerSample() <= 2;
  }

  private static String[] sox(Path wav, PcmFormat format) {
    String kind =
        switch (format.encoding()) {
          case U8 -> "unsigned-integer";
          case F32 -> "floating-point";
          default -> "signed-integer";
        };
    String bits = String.valueOf(8 * format.encoding().bytesPerSample());
    return new String[] {
      "sox", "-D", "-V1", wav.toString(), "-t", "raw", "-e", kind, "-b", bits, "-L", "-"
    };
  }

  private static byte[] output(int exitCode, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(List.of(command).toString()).isEqualTo(exitCode);
    return output;
  }

  /** What a shell command prints. */
  static String line(String... command) throws IOException, InterruptedException {
    return new String(output(0, command), StandardCharsets.UTF_8).strip();
  }

  /** Every encoding, with that many channels, at those rates. */
  static List<PcmFormat> formats(int[] channels, int[] rates) {
    List<PcmFormat> formats = new ArrayList<>();
    for (Encoding encoding : Encoding.values()) {
      for (int rate : rates) {
        for (int count : channels) {
          formats.add(new PcmFormat(rate, count, encoding));
        }
      }
    }
    return formats;
  }
}
