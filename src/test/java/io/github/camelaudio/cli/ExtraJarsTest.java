package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtraJarsTest {

  @TempDir Path directory;

  private Path jar(String name, String classPath) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new ZipEntry("in-" + name));
      jar.write(name.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  @Test
  void loader_readsTheProgram_whatItsManifestNames_andTheExtraJars() throws Exception {
    jar("library.jar", "");
    Path program = jar("program.jar", "library.jar");
    try (URLClassLoader loader = ExtraJars.loader(program, List.of(jar("extra.jar", "")))) {
      for (String name : List.of("program", "library", "extra")) {
        assertThat(loader.getResource("in-" + name + ".jar")).as(name).isNotNull();
      }
      assertThat(loader.getParent()).isSameAs(ClassLoader.getPlatformClassLoader());
      assertThat(loader.getURLs()).as("the compiler of route files asks for them").hasSize(2);
    }
  }
}
