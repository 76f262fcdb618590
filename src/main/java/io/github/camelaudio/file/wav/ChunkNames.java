package io.github.camelaudio.file.wav;

import java.util.Arrays;
import java.util.Set;

/** Whether four bytes are the name of a chunk, for files whose sizes are wrong. */
final class ChunkNames {

  private static final Set<String> KNOWN_IDS =
      Set.of(
          "fmt ", "fact", "LIST", "JUNK", "junk", "PAD ", "bext", "cue ", "plst", "smpl", "inst",
          "acid", "cart", "iXML", "axml", "chna", "_PMX", "PEAK", "id3 ", "ID3 ", "DISP", "umid",
          "levl", "FLLR", "afsp", "minf", "elm1", "regn");

  private ChunkNames() {}

  /** Whether four bytes could name a chunk: they are printable ASCII. */
  static boolean isPlausibleId(byte[] bytes) {
    for (int i = 0; i < WavLayout.ID_BYTES; i++) {
      if (bytes.length <= i || bytes[i] < 0x20 || bytes[i] > 0x7E) {
        return false;
      }
    }
    return true;
  }

  /**
   * How many bytes lie between a chunk of odd size and the next one. Some writers omit the pad
   * byte, others fill it with anything. Where both are possible, the one that leads to a name that
   * we know is right; else there is one.
   *
   * @param next five bytes or, near the end, fewer
   */
  static int padBytes(byte[] next) {
    if (next.length <= WavLayout.ID_BYTES) {
      return Math.min(1, next.length);
    }
    byte[] padded = Arrays.copyOfRange(next, 1, next.length);
    if (isChunkOfAWav(padded) || next[0] == 0 || !isPlausibleId(next)) {
      return 1;
    }
    return isChunkOfAWav(next) || !isPlausibleId(padded) ? 0 : 1;
  }

  private static boolean isChunkOfAWav(byte[] id) {
    int number = WavLayout.littleEndian(id).getInt(0);
    return number == WavLayout.DATA || number == WavLayout.DS64 || isKnownId(number);
  }

  /** Whether this is the name of a chunk that often follows the samples. */
  static boolean isKnownId(int id) {
    return KNOWN_IDS.contains(text(id));
  }

  /** The four characters of an id, for messages; what is not printable shows as a dot. */
  static String text(int id) {
    StringBuilder text = new StringBuilder();
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int character = (id >> shift) & 0xFF;
      text.append(character < 0x20 || character > 0x7E ? '.' : (char) character);
    }
    return text.toString();
  }
}
