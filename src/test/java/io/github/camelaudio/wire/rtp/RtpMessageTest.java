package io.github.camelaudio.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.UnsendableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A block as one message, and back. */
class RtpMessageTest {

  private static final PcmFormat STEREO = PcmFormat.parse("s16/48000/2");
  private static final long SEED = 20261129;

  /** Of the version, in header, extension's header, four words, and the element's id. */
  private static final int VERSION_OFFSET = 12 + 4 + 16 + 1;

  private final Random random = new Random(SEED);
  private final RtpMessageWriter writer =
      new RtpMessageWriter(PayloadCodecs::of, PacketStages.NONE);
  private final RtpMessageReader reader =
      new RtpMessageReader(PayloadCodecs::of, PacketStages.NONE);

  private AudioBlock.Builder block() {
    return AudioBlock.builder(STEREO)
        .streamId(0xCAFE_BABEL)
        .sequence(65_535)
        .timestamp(-100)
        .captureEpochNanos(1_795_132_801_250_000_000L);
  }

  private byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    return noise;
  }

  private static void assertSame(AudioBlock expected, AudioBlock actual) {
    assertThat(actual.format()).isEqualTo(expected.format());
    assertThat(actual.streamId()).isEqualTo(expected.streamId());
    assertThat(actual.sequence()).isEqualTo(expected.sequence());
    assertThat(actual.timestamp()).isEqualTo(expected.timestamp());
    assertThat(actual.captureEpochNanos()).isEqualTo(expected.captureEpochNanos());
    assertThat(actual.live()).isEqualTo(expected.live());
    assertThat(actual.last()).isEqualTo(expected.last());
    assertThat(actual.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void read_ofWhatWasWritten_isTheBlock(Encoding encoding) throws Exception {
    PcmFormat format = new PcmFormat(44_100, 2, encoding);
    AudioBlock sent =
        block().empty().toBuilder(format)
            .live(false)
            .last(true)
            .pcm(noise(441 * format.bytesPerFrame()));
    assertSame(sent, reader.read(writer.write(sent)));
  }

  @Test
  void read_ofAnEmptyLastBlock_isTheEndOfItsStream() throws Exception {
    AudioBlock end = block().captureEpochNanos(AudioBlock.NO_CAPTURE_TIME).last(true).empty();
    assertSame(end, reader.read(writer.write(end)));
  }

  @Test
  void write_ofALongBlock_isOneMessage() throws Exception {
    AudioBlock sent = block().pcm(noise(48_000 * 4));
    assertSame(sent, reader.read(writer.write(sent)));
  }

  @Test
  void write_ofABlockAboveTheLimit_isRefusedWithBothSizes() {
    AudioBlock sent = block().pcm(new byte[1_000_000]);
    assertThatThrownBy(() -> writer.write(sent))
        .isInstanceOf(UnsendableException.class)
        .hasMessageContaining("1000036 bytes")
        .hasMessageContaining("1000000");
  }

  @Test
  void write_ofFurtherBlocks_countsTheMessagesOfEachStream() throws Exception {
    AudioBlock other = block().streamId(7).sequence(3).pcm(noise(4));
    AudioBlock first = block().pcm(noise(4));
    assertThat(reader.read(writer.write(first)).sequence()).isEqualTo(65_535);
    assertThat(reader.read(writer.write(other)).sequence()).isEqualTo(3);
    assertThat(reader.read(writer.write(first)).sequence()).isZero();
    assertThat(reader.read(writer.write(first.end())).sequence()).isEqualTo(1);
    assertThat(reader.read(writer.write(first)).sequence()).isEqualTo(65_535);
  }

  @Test
  void read_ofADatagramOfOurs_isItsBlock() throws Exception {
    AudioBlock sent = block().pcm(noise(480 * 4));
    byte[] message = writer.write(sent);
    // Without the fifth word, as the wire has it.
    byte[] datagram = new byte[message.length - 4];
    System.arraycopy(message, 0, datagram, 0, VERSION_OFFSET - 1);
    int rest = VERSION_OFFSET - 1 + 4;
    System.arraycopy(message, rest, datagram, VERSION_OFFSET - 1, message.length - rest);
    datagram[15] = 4;
    assertSame(sent, reader.read(datagram));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 255})
  void read_ofAnotherVersion_isRefusedWithIt(int version) {
    byte[] message = writer.write(block().pcm(noise(8)));
    message[VERSION_OFFSET] = (byte) version;
    assertThatThrownBy(() -> reader.read(message))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessage(
            "a message of version " + version + "; this program reads version 1: update it");
  }

  @Test
  void read_ofNoMessage_isRefusedWithTheReason() {
    assertRefused(new byte[0], "too short");
    assertRefused("hello, this is text".getBytes(StandardCharsets.UTF_8), "not RTP");
    assertRefused(new byte[RtpMessageWriter.MAX_BYTES + 1], "longer than 1000000");
    byte[] rtcp = {(byte) 0x80, (byte) 200, 0, 1, 0, 0, 0, 1};
    assertRefused(rtcp, "an RTCP packet");
    byte[] foreign = {(byte) 0x80, 97, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5, 5};
    assertRefused(foreign, "it does not say the format");
  }

  private void assertRefused(byte[] message, String reason) {
    assertThatThrownBy(() -> reader.read(message))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessageContaining(reason);
  }

  /** Whatever is cut or changed gives a block or a refusal, and nothing else. */
  @Test
  void read_ofDamagedMessages_neverFailsOtherwise() {
    byte[] message = writer.write(block().pcm(noise(400)));
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = Arrays.copyOf(message, random.nextInt(message.length + 1));
      for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
        damaged[random.nextInt(Math.min(damaged.length, 40))] = (byte) random.nextInt();
      }
      try {
        reader.read(damaged);
      } catch (MalformedPacketException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + ", " + Arrays.toString(damaged), e);
      }
    }
    assertThat(refused).isBetween(5_000, 20_000);
  }
}
