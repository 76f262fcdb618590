package io.github.camelaudio.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PrintableTextTest {

  @Test
  void of_whatMovesTheCursorOrIsNotVisible_isItsCode() {
    assertThat(PrintableText.of("a\nb\u001b[31m\u202ec\u2028\ud800"))
        .isEqualTo("a\\u000ab\\u001b[31m\\u202ec\\u2028\\ud800");
    assertThat(PrintableText.of("K\u00fcche \u97f3.wav")).isEqualTo("K\u00fcche \u97f3.wav");
  }

  @Test
  void of_whatLooksLikeACode_differsFromOne() {
    assertThat(PrintableText.of("a\\u000a")).isEqualTo("a\\\\u000a");
    assertThat(PrintableText.of(Path.of("a\\u000a"))).isEqualTo("a\\\\u000a");
  }

  @Test
  void of_aPathOfWindows_keepsWhatDividesItsParts() {
    Path path = Jimfs.newFileSystem(Configuration.windows()).getPath("C:\\takes\\a\u202e.wav");
    assertThat(PrintableText.of(path)).isEqualTo("C:\\takes\\a\\u202e.wav");
    assertThat(PrintableText.ofMessage("C:\\takes\n")).isEqualTo("C:\\takes\\u000a");
  }
}
