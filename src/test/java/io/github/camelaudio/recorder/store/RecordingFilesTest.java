package io.github.camelaudio.recorder.store;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.recorder.FakeDisk;
import io.github.camelaudio.recorder.TestRecorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingFilesTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void open_makesTheDirectoriesThatAreMissing() throws IOException {
    Path made = directory.resolve("a/b");
    assertEquals(made.resolve("c/take.wav"), open(files(made, Existing.RENAME), "c/take.wav"));
  }

  @Test
  void requireWritable_makesNothing_whereDirectoriesCanBeMade() throws IOException {
    files(directory.resolve("a/b"), Existing.RENAME).requireWritable();
    files(directory.resolve("a/take.wav"), Existing.RENAME).requireWritable();
    assertFalse(Files.exists(directory.resolve("a")));
  }

  @Test
  void requireWritable_whereAFileIsInTheWay_saysWhich() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Path below = file.resolve("sub");
    IOException e =
        assertThrows(IOException.class, () -> files(below, Existing.RENAME).requireWritable());
    assertEquals(
        "cannot record to " + below + ": " + file + " is a file; name another directory",
        e.getMessage());
  }

  @Test
  void requireWritable_withoutPermission_saysWhatToDo() {
    FakeDisk disk = new FakeDisk();
    disk.deny(true);
    Path recordings = directory.resolve("recordings");
    RecordingFiles files =
        new RecordingFiles(
            recordings.toString(), Existing.RENAME, false, TestRecorder.PERMISSIONS, disk);
    IOException e = assertThrows(IOException.class, files::requireWritable);
    assertEquals(
        "cannot record to "
            + recordings
            + ": this process may not write in "
            + directory
            + "; give it the permission, or name another directory",
        e.getMessage());
  }

  @Test
  void isBeingWritten_whileARecorderHasIt_byAnyPath() throws IOException {
    RecordingFiles.Opened opened =
        files(directory, Existing.RENAME).open(request("take.wav", 0), path -> false);
    Path link = Files.createSymbolicLink(directory.resolve("link.wav"), opened.path());
    assertTrue(RecordingFiles.isBeingWritten(opened.path()));
    assertTrue(RecordingFiles.isBeingWritten(link));
    opened.release();
    assertFalse(RecordingFiles.isBeingWritten(link));
  }

  @Test
  void open_withRename_takesTheNextFreeName() throws IOException {
    RecordingFiles files = files(directory, Existing.RENAME);
    assertEquals(directory.resolve("take.wav"), open(files, "take.wav"));
    assertEquals(directory.resolve("take-1.wav"), open(files, "take.wav"));
    assertEquals(directory.resolve("take-2.wav"), open(files, "take.wav"));
    open(files, "a.b.wav");
    assertEquals(directory.resolve("a.b-1.wav"), open(files, "a.b.wav"));
    open(files, "take");
    assertEquals(directory.resolve("take-1"), open(files, "take"));
  }

  @Test
  void open_withOverride_emptiesTheFile() throws IOException {
    Path take = Files.writeString(directory.resolve("take.wav"), "old");
    assertEquals(take, open(files(directory, Existing.OVERRIDE), "take.wav"));
    assertEquals(0, Files.size(take));
  }

  @Test
  void open_withFail_leavesTheFile() throws IOException {
    Path take = Files.writeString(directory.resolve("take.wav"), "old");
    FileAlreadyExistsException e =
        assertThrows(
            FileAlreadyExistsException.class,
            () -> open(files(directory, Existing.FAIL), "take.wav"));
    assertEquals(take + ": it is there already, and existing=fail", e.getMessage());
    assertEquals("old", Files.readString(take));
  }

  @Test
  void open_ofAFileThatFollows_neverTouchesTheOneBefore() throws IOException {
    Path take = Files.writeString(directory.resolve("take.wav"), "old");
    for (Existing existing : Existing.values()) {
      open(files(directory, existing), request("take.wav", 1), Set.of());
    }
    assertEquals("old", Files.readString(take));
    assertEquals(List.of("take-1.wav", "take-2.wav", "take-3.wav", "take.wav"), names());
  }

  @Test
  void open_withOverride_leavesAFileThatIsBeingWritten() throws IOException {
    Path take = Files.writeString(directory.resolve("take.wav"), "old");
    RecordingFiles files = files(directory, Existing.OVERRIDE);
    assertEquals(
        directory.resolve("take-1.wav"), open(files, request("take.wav", 0), Set.of(take)));
    assertEquals("old", Files.readString(take));
  }

  @Test
  void open_withOverride_ofASymbolicLink_isRefused_andWhatItLeadsToStays() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim.txt"), "precious");
    Path link = Files.createSymbolicLink(directory.resolve("take.wav"), victim);
    FileAlreadyExistsException e =
        assertThrows(
            FileAlreadyExistsException.class,
            () -> open(files(directory, Existing.OVERRIDE), "take.wav"));
    assertEquals(
        link
            + ": it is a symbolic link, and existing=override writes through none: remove it, or"
            + " name the file that it leads to",
        e.getMessage());
    assertEquals("precious", Files.readString(victim));
    assertEquals(
        directory.resolve("take-1.wav"), open(files(directory, Existing.RENAME), "take.wav"));
  }

  @Test
  void open_withOverride_ofAFileThatAnotherRecorderWrites_isRefused_whateverItsName()
      throws IOException {
    RecordingFiles.Opened first =
        files(directory, Existing.RENAME).open(request("take.wav", 0), path -> false);
    first.channel().write(ByteBuffer.wrap(new byte[3]));
    Path other = directory.resolve(".").resolve("take.wav");
    FileAlreadyExistsException e =
        assertThrows(
            FileAlreadyExistsException.class, () -> open(files(other, Existing.OVERRIDE), ""));
    assertEquals(
        other
            + ": another recorder of this program is writing it: give this recorder another name,"
            + " or say existing=rename",
        e.getMessage());
    assertEquals(3, Files.size(first.path()));
    requireNonNull(first.claim()).close();
    open(files(other, Existing.OVERRIDE), "");
    assertEquals(0, Files.size(first.path()));
  }

  @Test
  void open_withOverride_ofALockedFile_isRefused() throws IOException {
    Path take = Files.writeString(directory.resolve("take.wav"), "old");
    try (FileChannel other = FileChannel.open(take, StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      FileAlreadyExistsException e =
          assertThrows(
              FileAlreadyExistsException.class,
              () -> open(files(directory, Existing.OVERRIDE), "take.wav"));
      assertTrue(lock.isValid());
      assertTrue(
          String.valueOf(e.getMessage()).contains("another program is writing it"), e.getMessage());
    }
    assertEquals("old", Files.readString(take));
    open(files(directory, Existing.OVERRIDE), "take.wav");
    assertEquals("", Files.readString(take));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void open_givesWhatItMakes_toTheOwnerOnly() throws IOException {
    Path take = open(files(directory.resolve("a/b"), Existing.RENAME), "c/take.wav");
    assertEquals("rw-------", permissions(take));
    for (String made : List.of("a", "a/b", "a/b/c")) {
      assertEquals("rwx------", permissions(directory.resolve(made)));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void open_withPermissions_givesWhatItMakesThose_whateverTheUmask() throws IOException {
    RecordingFiles files =
        new RecordingFiles(
            directory.resolve("made").toString(),
            Existing.RENAME,
            false,
            RecordingPermissions.parse("permissions", "rw-rw-r--"),
            Disk.REAL);
    Path take = open(files, "take.wav");
    assertEquals("rw-rw-r--", permissions(take));
    assertEquals("rwxrwxr-x", permissions(directory.resolve("made")));
  }

  @ParameterizedTest
  @CsvSource({
    "r--r--r--, 'the owner must be able to read and write'",
    "0644, allowed are nine characters such as rw-r-----",
    "'', allowed are nine characters such as rw-r-----",
  })
  void permissions_thatCannotBe_areRefused(String text, String why) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> RecordingPermissions.parse("permissions", text));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @CsvSource({"RENAME, 12, 13", "OVERRIDE, 1, 2", "FAIL, , 1"})
  void open_ofNumberedFiles_givesNumbersThatSort(
      Existing existing, @Nullable Integer first, int second) throws IOException {
    Files.writeString(directory.resolve("take-00001.wav"), "old");
    Files.writeString(directory.resolve("take-00011.wav"), "old");
    RecordingFiles files =
        new RecordingFiles(
            directory.toString(), existing, true, TestRecorder.PERMISSIONS, Disk.REAL);
    if (first == null) {
      assertThrows(IOException.class, () -> open(files, request("take.wav", 0), Set.of()));
    } else {
      Path path = directory.resolve(String.format("take-%05d.wav", first));
      assertEquals(path, open(files, request("take.wav", 0), Set.of()));
      assertEquals(
          directory.resolve(String.format("take-%05d.wav", second)),
          open(files, request("take.wav", second), Set.of(path)));
    }
  }

  @Test
  void open_ofOneFile_ignoresTheName() throws IOException {
    Path take = directory.resolve("Take.WAV");
    RecordingFiles files = files(take, Existing.RENAME);
    assertTrue(files.isOneFile());
    assertEquals(take, open(files, ""));
    assertFalse(files(directory, Existing.RENAME).isOneFile());
  }

  @ParameterizedTest
  @CsvSource({
    "../out.wav, __/out.wav",
    "a/../../out.wav, a/__/__/out.wav",
    ".., __",
    ". /x.wav, __/x.wav",
    "'', fallback.wav",
    "'  ', fallback.wav",
    "///, fallback.wav",
    "/tmp/out.wav, tmp/out.wav",
    "..\\..\\out.wav, __/__/out.wav",
    "....//x.wav, ____/x.wav",
  })
  void open_ofANameThatLeadsOut_staysInside(String name, String expected) throws IOException {
    Path inside = directory.resolve("inside");
    assertEquals(inside.resolve(expected), open(files(inside, Existing.RENAME), name));
    assertEquals(List.of("inside"), names());
  }

  @Test
  void open_ofACharacterThatNoNameHas_putsAnUnderscore() throws IOException {
    assertEquals(
        directory.resolve("a_b_c_d.wav"),
        open(files(directory, Existing.RENAME), "a\0b\nc\u009bd.wav"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00e9", "\ud83c\udfa4", "x/", "\ud83c/"})
  void open_ofALongName_cutsItBeforeTheExtension(String of) throws IOException {
    Path opened = open(files(directory, Existing.RENAME), of.repeat(300) + ".wav");
    assertTrue(opened.startsWith(directory));
    assertTrue(opened.toString().endsWith(".wav"), opened.toString());
    assertTrue(Files.isRegularFile(opened));
    assertEquals(opened, opened.normalize());
  }

  @Test
  void open_belowAFileThatIsInTheWay_isFlat() throws IOException {
    Files.writeString(directory.resolve("a.wav"), "");
    assertEquals(
        directory.resolve("a.wav_b_c.wav"),
        open(files(directory, Existing.RENAME), "a.wav/b/c.wav"));
  }

  @Test
  void open_ofADirectorysName_takesAnother() throws IOException {
    Files.createDirectory(directory.resolve("a"));
    for (Existing existing : List.of(Existing.RENAME, Existing.OVERRIDE)) {
      assertTrue(open(files(directory, existing), "a").toString().matches(".*/a-[12]"));
    }
  }

  @Test
  void open_whereADirectoryCannotBe_saysWhichFileAndWhy() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    RecordingFiles files = files(file.resolve("sub"), Existing.RENAME);
    IOException e = assertThrows(IOException.class, () -> open(files, "take.wav"));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("cannot write " + file + "/sub/take.wav: "),
        e.getMessage());
  }

  @Test
  void open_withoutTheRoomThatIsAskedFor_opensNothing() throws IOException {
    RecordingFiles files = files(directory, Existing.RENAME);
    RecordingFiles.Request request = new RecordingFiles.Request("take.wav", "", 0, Long.MAX_VALUE);
    IOException e = assertThrows(IOException.class, () -> open(files, request, Set.of()));
    assertTrue(String.valueOf(e.getMessage()).endsWith("bytes are free"), e.getMessage());
    assertEquals(List.of(), names());
  }

  private static RecordingFiles files(Path path, Existing existing) {
    return new RecordingFiles(
        path.toString(), existing, false, TestRecorder.PERMISSIONS, Disk.REAL);
  }

  private static RecordingFiles.Request request(String name, int number) {
    return new RecordingFiles.Request(name, "fallback.wav", number, 0);
  }

  private static Path open(RecordingFiles files, String name) throws IOException {
    return open(files, request(name, 0), Set.of());
  }

  private static Path open(RecordingFiles files, RecordingFiles.Request request, Set<Path> open)
      throws IOException {
    RecordingFiles.Opened opened = files.open(request, open::contains);
    requireNonNull(opened.claim()).close();
    return opened.path();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
