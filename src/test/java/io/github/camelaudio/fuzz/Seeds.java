package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** Where fuzz tests begin: the golden files of the other tests, as inputs. */
final class Seeds {

  private static final Path GOLDEN = Path.of("src/test/resources");

  private Seeds() {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record File(String name, byte[] bytes) {
    Arguments asInput() {
      return arguments(named(name, bytes));
    }
  }

  private static List<File> files(String folder, String ending) {
    try (Stream<Path> files = Files.list(GOLDEN.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .map(Seeds::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File read(Path file) {
    try {
      return new File(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Arguments> inputs(List<File> files) {
    return files.stream().map(File::asInput);
  }

  /** Each golden packet, and all of one program one after the other; see {@link Records}. */
  static Stream<Arguments> packets() {
    List<File> files = files("packets", ".bin");
    Stream<Arguments> single =
        files.stream()
            .map(file -> new File(file.name, Records.join(List.of(file.bytes))).asInput());
    Stream<Arguments> together =
        Stream.of("ours", "ffmpeg", "gstreamer")
            .map(
                program ->
                    new File(
                        program,
                        Records.join(
                            files.stream()
                                .filter(file -> file.name.startsWith(program))
                                .map(File::bytes)
                                .toList())))
            .map(File::asInput);
    return Stream.concat(single, together);
  }

  /** Packets of one stream as our sender would send them, numbered from before the wrap on. */
  static List<byte[]> oneStream() {
    List<byte[]> packets = new ArrayList<>();
    byte[] golden = files("packets", "ours_s16_48000_stereo.bin").get(0).bytes;
    for (int i = 0; i < 8; i++) {
      byte[] packet = golden.clone();
      packet[1] = (byte) (0x80 | 96); // as it goes out encrypted
      ByteBuffer.wrap(packet).putShort(2, (short) (65_532 + i)).putInt(4, 480 * i);
      packets.add(packet);
    }
    byte[] bye = files("packets", "ours_bye.bin").get(0).bytes;
    System.arraycopy(golden, 8, bye, 4, Integer.BYTES);
    packets.add(bye);
    return packets;
  }

  /** The same behind one byte, which says how the stream is cut. */
  static Stream<Arguments> packetStreams() {
    return packets().map(Seeds::cut);
  }

  private static Arguments cut(Arguments input) {
    if (!(input.get()[0] instanceof Named<?> packets)) {
      throw new IllegalStateException("a seed without a name");
    }
    return arguments(named(packets.getName(), behindCut((byte[]) packets.getPayload())));
  }

  private static byte[] behindCut(byte[] stream) {
    return ByteBuffer.allocate(1 + stream.length).put((byte) 7).put(stream).array();
  }

  /** Each golden pickle behind its length, twice, and behind the byte that says how it is cut. */
  static Stream<Arguments> pickles() {
    return files("pickles", ".pickle").stream()
        .map(
            file -> {
              ByteBuffer message =
                  ByteBuffer.allocate(8 + file.bytes.length).order(ByteOrder.LITTLE_ENDIAN);
              message.putLong(file.bytes.length).put(file.bytes);
              ByteArrayOutputStream twice = new ByteArrayOutputStream();
              twice.writeBytes(message.array());
              twice.writeBytes(message.array());
              return new File(file.name, behindCut(twice.toByteArray())).asInput();
            });
  }

  static Stream<Arguments> wavs() {
    return inputs(files("wav", ".wav"));
  }

  /** Some text as UTF-8. */
  static Stream<Arguments> texts(String... texts) {
    return Stream.of(texts)
        .map(text -> arguments(named(text, text.getBytes(StandardCharsets.UTF_8))));
  }
}
