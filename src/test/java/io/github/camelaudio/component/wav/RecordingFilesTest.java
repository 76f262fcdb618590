package io.github.camelaudio.component.wav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingFilesTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void open_makesTheDirectoriesThatAreMissing() throws IOException {
    Path made = directory.resolve("a/b");
    assertEquals(
        made.resolve("c/take.wav"), open(files(made, Existing.RENAME), "c/take.wav", false));
  }

  @Test
  void open_withRename_takesTheNextFreeName() throws IOException {
    RecordingFiles files = files(directory, Existing.RENAME);
    assertEquals(directory.resolve("take.wav"), open(files, "take.wav", false));
    assertEquals(directory.resolve("take-1.wav"), open(files, "take.wav", false));
    assertEquals(directory.resolve("take-2.wav"), open(files, "take.wav", false));
    open(files, "a.b.wav", false);
    assertEquals(directory.resolve("a.b-1.wav"), open(files, "a.b.wav", false));
    open(files, "take", false);
    assertEquals(directory.resolve("take-1"), open(files, "take", false));
  }

  @Test
  void open_withOverride_emptiesTheFile() throws IOException {
    Path take = Files.writeString(directory.resolve("take.wav"), "old");
    assertEquals(take, open(files(directory, Existing.OVERRIDE), "take.wav", false));
    assertEquals(0, Files.size(take));
  }

  @Test
  void open_withFail_leavesTheFile() throws IOException {
    Path take = Files.writeString(directory.resolve("take.wav"), "old");
    IOException e =
        assertThrows(
            IOException.class, () -> files(directory, Existing.FAIL).open("take.wav", false));
    assertEquals(take + " is there already, and existing=fail", e.getMessage());
    assertEquals("old", Files.readString(take));
  }

  @Test
  void open_ofAFileThatFollows_neverTouchesTheOneBefore() throws IOException {
    Path take = Files.writeString(directory.resolve("take.wav"), "old");
    for (Existing existing : Existing.values()) {
      open(files(directory, existing), "take.wav", true);
    }
    assertEquals("old", Files.readString(take));
    assertEquals(List.of("take-1.wav", "take-2.wav", "take-3.wav", "take.wav"), names());
  }

  @Test
  void open_ofOneFile_ignoresTheName() throws IOException {
    Path take = directory.resolve("Take.WAV");
    RecordingFiles files = files(take, Existing.RENAME);
    assertTrue(files.isOneFile());
    assertEquals(take, open(files, "", false));
    assertFalse(files(directory, Existing.RENAME).isOneFile());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../out.wav",
        "a/../../out.wav",
        "..",
        ".",
        "a/..",
        "",
        "  ",
        "/tmp/out.wav",
        "a\0b.wav"
      })
  void open_ofANameThatLeadsOut_isRefusedByName(String name) throws IOException {
    Path inside = directory.resolve("inside");
    RecordingFiles files = files(inside, Existing.RENAME);
    IOException e = assertThrows(IOException.class, () -> files.open(name, false));
    assertTrue(String.valueOf(e.getMessage()).contains("'" + name + "'"), e.getMessage());
    assertEquals(List.of(), names());
  }

  @Test
  void open_whereADirectoryCannotBe_saysWhichFileAndWhy() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    RecordingFiles files = files(file.resolve("sub"), Existing.RENAME);
    IOException e = assertThrows(IOException.class, () -> files.open("take.wav", false));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("cannot write " + file + "/sub/take.wav: "),
        e.getMessage());
  }

  private static RecordingFiles files(Path path, Existing existing) {
    return new RecordingFiles(path.toString(), existing);
  }

  private static Path open(RecordingFiles files, String name, boolean follows) throws IOException {
    RecordingFiles.Opened opened = files.open(name, follows);
    opened.channel().close();
    return opened.path();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
