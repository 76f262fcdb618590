package io.github.camelaudio.component.wav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code to("wav:…")} takes for a file, and for a directory. */
class WavTargetTest {

  @TempDir Path directory;

  private Endpoint endpoint(DefaultCamelContext context, String name) {
    return context.getEndpoint("wav:" + directory.resolve(name));
  }

  @Test
  void nameOfAnotherKindOfFile_isRefused_unlessItIsADirectory() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      assertThatThrownBy(() -> endpoint(context, "take.mp3").createProducer())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(
              "take.mp3: a file ends in .wav or .flac; anything else is a directory");
      Files.createDirectory(directory.resolve("old.raw"));
      assertThat(endpoint(context, "old.raw").createProducer()).isNotNull();
      assertThat(endpoint(context, "take.wav").createProducer()).isNotNull();
      assertThat(endpoint(context, "2026.11.28").createProducer()).isNotNull();
    }
  }

  @Test
  void fileOfAnotherName_thatIsThere_isRefused() throws Exception {
    Files.writeString(directory.resolve("notes"), "text");
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      assertThatThrownBy(() -> endpoint(context, "notes").createProducer())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
