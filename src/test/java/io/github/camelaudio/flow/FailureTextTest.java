package io.github.camelaudio.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  @Test
  void of_isWhatTheInnermostCauseSays() {
    Exception wrapped = new RuntimeException("outer", new IOException(" inner\n"));
    assertThat(FailureText.of(wrapped)).isEqualTo("inner");
    assertThat(FailureText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }

  @Test
  void of_anError_namesIt() {
    assertThat(FailureText.of(new OutOfMemoryError("Java heap space")))
        .isEqualTo("OutOfMemoryError: Java heap space");
  }

  @Test
  void of_aFileError_saysWhatItsPathAloneDoesNot() {
    assertThat(FailureText.of(new NoSuchFileException("/a/b")))
        .isEqualTo("no such file or directory: /a/b");
    assertThat(FailureText.of(new AccessDeniedException("/a"))).isEqualTo("permission denied: /a");
    assertThat(FailureText.of(new FileSystemException("/a"))).isEqualTo("FileSystemException: /a");
    assertThat(FailureText.of(new FileSystemException("/a", null, "disk full")))
        .isEqualTo("/a: disk full");
  }

  @Test
  void of_aPathThatThisLocaleCannotName_saysHowToStart() {
    assertThat(FailureText.of(new InvalidPathException("\u00fc", "unmappable characters")))
        .contains("unmappable characters", "start it with LC_ALL=C.UTF-8");
  }

  @Test
  void of_textFromOutside_hasNothingUnprintable() {
    assertThat(FailureText.of(new IOException("a\u001b[31m\tb\nc"))).isEqualTo("a?[31m\tb\nc");
  }

  @Test
  void of_aFileWhoseNameIsNotVisible_isOneLine() {
    assertThat(FailureText.of(new NoSuchFileException("a\n\u001b[2Kb")))
        .isEqualTo("no such file or directory: a\\u000a\\u001b[2Kb");
    assertThat(FailureText.of(new FileSystemException("a\nb", null, "No space left on device")))
        .isEqualTo("a\\u000ab: No space left on device");
  }

  @Test
  void of_anInterruptedWrite_saysSo() {
    assertThat(FailureText.of(new ClosedByInterruptException())).isEqualTo("interrupted");
  }

  @Test
  void ofConnection_isShort_andLeavesThePeerOut() {
    assertThat(FailureText.ofConnection(new ConnectException("Connection refused: /10.0.0.1:9")))
        .isEqualTo("connection refused");
    assertThat(
            FailureText.ofConnection(
                new IOException("writev(..) failed with error(-32): Broken pipe")))
        .isEqualTo("broken pipe");
    assertThat(FailureText.ofConnection(new ClosedChannelException()))
        .isEqualTo("connection closed");
    assertThat(FailureText.ofConnection(new UnknownHostException("nowhere")))
        .isEqualTo("no address is known for the name nowhere");
  }
}
