package io.github.camelaudio.file.flac;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FlacLayoutTest {

  private static final String VENDOR = "reference libFLAC 1.4.2 20221022";

  /** A header with padding before the comments. */
  private static byte[] header(String... comments) {
    ByteBuffer block = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN);
    put(block, VENDOR);
    block.putInt(comments.length);
    for (String comment : comments) {
      put(block, comment);
    }
    ByteBuffer out = ByteBuffer.allocate(42 + 4 + 8 + 4 + block.position());
    out.put("fLaC".getBytes(StandardCharsets.US_ASCII)).putInt(34).position(42);
    out.putInt(1 << 24 | 8).putLong(0);
    out.putInt(0x84 << 24 | block.position()).put(block.array(), 0, block.position());
    return out.array();
  }

  private static void put(ByteBuffer block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    block.putInt(bytes.length).put(bytes);
  }

  @Test
  void totals_areRateChannelsBitsAndFrames_withAnUnknownSum() {
    byte[] totals = FlacLayout.totals(PcmFormat.parse("s24/44100/2"), 0x1_2345_6789L).array();
    assertThat(HexFormat.of().formatHex(totals))
        .isEqualTo("0ac44371" + "23456789" + "00".repeat(16));
  }

  @Test
  void isOurs_whereTheCommentIs_andNowhereElse() {
    assertThat(FlacLayout.isOurs(header(FlacLayout.OURS))).isTrue();
    assertThat(FlacLayout.isOurs(header("TITLE=\u00e9", FlacLayout.OURS, "DATE=1"))).isTrue();
    assertThat(FlacLayout.isOurs(header())).isFalse();
    assertThat(FlacLayout.isOurs(header("COMMENT=" + FlacLayout.OURS))).isFalse();
    assertThat(FlacLayout.isOurs("RIFF".getBytes(StandardCharsets.US_ASCII))).isFalse();
  }

  @Test
  void isOurs_ofAFileThatIsCutAnywhere_isFalse() {
    byte[] whole = header(FlacLayout.OURS);
    for (int length = 0; length < whole.length; length++) {
      assertThat(FlacLayout.isOurs(Arrays.copyOf(whole, length))).as("%d bytes", length).isFalse();
    }
  }

  @Test
  void description_isOfTheComments_notOfWhatFollowsThem() {
    byte[] ours = header(FlacLayout.OURS, FlacLayout.DESCRIPTION + "a");
    byte[] more = Arrays.copyOf(ours, ours.length + 100);
    ByteBuffer after = ByteBuffer.wrap(more).order(ByteOrder.LITTLE_ENDIAN).position(ours.length);
    put(after, FlacLayout.DESCRIPTION + "b");
    assertThat(FlacLayout.description(more)).isEqualTo("a");
    more[94]--; // one comment fewer
    assertThat(FlacLayout.description(more)).isEmpty();
  }

  @Test
  void isOurs_ofLengthsThatAreWrong_isFalse() {
    byte[] header = header(FlacLayout.OURS);
    for (int at : new int[] {58, 98}) {
      byte[] wrong = header.clone();
      Arrays.fill(wrong, at, at + 4, (byte) 0xFF);
      assertThat(FlacLayout.isOurs(wrong)).as("length at %d", at).isFalse();
    }
  }
}
