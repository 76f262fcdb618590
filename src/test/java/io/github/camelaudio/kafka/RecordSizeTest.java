package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.rtp.RtpMessageWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes that docs/scale.md counts with are those that Kafka writes for what we send. */
class RecordSizeTest {

  private static final String SOURCE = "192.168.1.20:51234";

  @ParameterizedTest
  @CsvSource({"10, 2095", "20, 4015", "50, 9777", "100, 19377"})
  void record_ofStereo_hasTheBytesOfThePage(int millis, int bytes) throws Exception {
    int counted = bytes("s16/48000/2", millis);
    assertThat(counted).isEqualTo(bytes);
    PcmFormat format = PcmFormat.parse("s16/48000/2");
    int samples = format.framesOfMillis(millis) * format.bytesPerFrame();
    assertThat(page())
        .contains(
            String.format(
                Locale.ROOT,
                "| %d ms | %,d | %,d | %.1f KB/s | %.1f %% |",
                millis,
                samples,
                counted,
                counted / (double) millis,
                100.0 * (counted - samples) / samples));
  }

  @ParameterizedTest
  @CsvSource({"s24/48000/2", "s16/44100/2", "s16/16000/1"})
  void record_ofOtherFormats_hasTheBytesOfThePage(String format) throws Exception {
    assertThat(page().replace('\n', ' '))
        .containsPattern(
            String.format(
                Locale.ROOT,
                "`%s`[^`]* %.1f[^`]* %.1f\\b",
                format,
                bytes(format, 10) / 10.0,
                bytes(format, 50) / 50.0));
  }

  private static int bytes(String formatText, int millis) {
    PcmFormat format = PcmFormat.parse(formatText);
    AudioBlock block =
        AudioBlock.builder(format)
            .streamId(0xCAFE_BABEL)
            .captureEpochNanos(1_795_132_801_000_000_000L)
            .pcm(new byte[format.framesOfMillis(millis) * format.bytesPerFrame()]);
    byte[] message = new RtpMessageWriter(PayloadCodecs::of, PacketStages.NONE).write(block);
    Header[] headers = {
      header(RecordSender.STREAM_HEADER, block.streamName()),
      header(RecordSender.FORMAT_HEADER, formatText),
      header(RecordSender.SOURCE_HEADER, SOURCE)
    };
    SimpleRecord record =
        new SimpleRecord(
            0, block.streamName().getBytes(StandardCharsets.US_ASCII), message, headers);
    return DefaultRecordBatch.sizeInBytes(List.of(record));
  }

  private static Header header(String name, String text) {
    return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String page() throws Exception {
    return Files.readString(Path.of("docs/scale.md"));
  }
}
