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
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
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
    List<Path> classPath =
        List.of(jar("mine.jar", ""), directory.resolve("./program.jar"), directory.resolve("no"));
    try (URLClassLoader loader =
        ExtraJars.loader(program, classPath, List.of(jar("extra.jar", "")))) {
      for (String name : List.of("mine", "program", "library", "extra")) {
        assertThat(loader.getResource("in-" + name + ".jar")).as(name).isNotNull();
      }
      assertThat(loader.getParent()).isSameAs(ClassLoader.getPlatformClassLoader());
      assertThat(loader.getURLs())
          .as("the compiler of route files asks for them, each once, in the class path's order")
          .extracting(url -> Path.of(url.getPath()).getFileName().toString())
          .containsExactly("mine.jar", "program.jar", "extra.jar");
    }
  }

  private @Nullable String run(String body) throws Exception {
    Path source = directory.resolve("Main.java");
    Files.writeString(
        source,
        "package io.github.camelaudio.cli;\n"
            + "public class Main { public static void main(String[] args) {"
            + body
            + "} }");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", directory.toString(), source.toString()))
        .isZero();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = ExtraJars.loader(directory, List.of(), List.of())) {
      return ExtraJars.run(loader, new String[] {"receiver"});
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void run_ofAProgramThatThrows_isOneSentence() throws Exception {
    assertThat(run("throw new NoClassDefFoundError(args[0]);"))
        .isEqualTo(
            "the program does not run with the jars of lib/ext: NoClassDefFoundError: receiver");
    assertThat(run("throw new IllegalStateException(\"old jar\");"))
        .isEqualTo("the program does not run with the jars of lib/ext: old jar");
    assertThat(run("")).isNull();
  }
}
