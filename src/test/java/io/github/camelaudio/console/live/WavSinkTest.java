package io.github.camelaudio.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WavSinkTest {

  @Test
  void header_isThatOfAWavOfUnknownLength() {
    assertThat(HexFormat.of().formatHex(WavSink.header(PcmFormat.DEFAULT).getBytes()))
        .isEqualTo(
            "52494646" // RIFF
                + "ffffffff"
                + "57415645" // WAVE
                + "666d7420" // fmt_
                + "10000000"
                + "0100" // PCM
                + "0200" // channels
                + "80bb0000" // 48,000 frames a second
                + "00ee0200" // 192,000 bytes a second
                + "0400" // bytes in a frame
                + "1000" // bits in a sample
                + "64617461" // data
                + "ffffffff");
  }
}
