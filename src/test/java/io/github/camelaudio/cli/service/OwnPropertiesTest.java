package io.github.camelaudio.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnPropertiesTest {

  @TempDir private Path directory;

  @Test
  void update_ofAFileThatIsNoProperties_fails_andAgain_untilItIsMended() throws Exception {
    Path file = directory.resolve("application.properties");
    Files.writeString(file, "port=9600\n");
    CamelContext context = new DefaultCamelContext();
    try {
      context.getPropertiesComponent().setLocation("file:" + file);
      context.build();
      OwnProperties own = new OwnProperties(file, context);
      assertThat(own.update()).isFalse();
      Files.writeString(file, "port=\\u12\n");
      assertThatThrownBy(own::update).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(own::update).isInstanceOf(IllegalArgumentException.class);
      Files.writeString(file, "port=9700\n");
      assertThat(own.update()).isTrue();
      assertThat(context.resolvePropertyPlaceholders("{{port}}")).isEqualTo("9700");
      assertThat(own.update()).isFalse();
    } finally {
      context.close();
    }
  }
}
