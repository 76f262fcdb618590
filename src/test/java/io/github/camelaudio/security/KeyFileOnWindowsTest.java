package io.github.camelaudio.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KeyFileOnWindowsTest {

  @Test
  void file_isMadeAndRead_alsoAsAnEditorOfWindowsSavesIt() throws IOException {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
      Path file = windows.getPath("C:\\Camel Audio\\camel-audio.keys");
      Files.createDirectories(file.getParent());
      String line = KeyFile.add(file, "studio", 32);
      Files.writeString(file, "\ufeff" + line + "\r\n# kept\r\n", StandardCharsets.UTF_8);
      KeyFile.add(file, "room", 32);
      assertThat(KeyFile.read(file, 32))
          .extracting(SharedKey::name)
          .containsExactly("studio", "room");
    }
  }
}
