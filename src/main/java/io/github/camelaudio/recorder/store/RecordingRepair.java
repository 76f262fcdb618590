package io.github.camelaudio.recorder.store;

import io.github.camelaudio.file.Repaired;
import io.github.camelaudio.file.flac.FlacRepair;
import io.github.camelaudio.file.wav.WavRepair;
import io.github.camelaudio.flow.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Completes a WAV or FLAC that some program left open, unless one is writing it. */
public final class RecordingRepair {

  private RecordingRepair() {}

  /**
   * Repairs a file, and waits until the disk has it.
   *
   * @return what was done, in one sentence
   * @throws IOException when it cannot be repaired, with the reason; it is as it was then
   */
  public static String repair(Path path) throws IOException {
    try {
      return OpenRecordings.ofProcess()
          .change(
              path.toRealPath(),
              (file, isLocked) -> {
                Repaired repaired = repair(file, path, Long.MAX_VALUE);
                file.force(true);
                return PrintableText.of(path)
                    + ": "
                    + (repaired.changed() ? "repaired: " : "")
                    + repaired.sentence();
              });
    } catch (OpenRecordings.InUseException e) {
      throw new IOException("cannot repair " + PrintableText.of(path) + ": " + e.getMessage(), e);
    } catch (OpenRecordings.NoFileException e) {
      throw new IOException("cannot repair " + PrintableText.of(path) + ": " + e.getReason(), e);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString(), null, "there is no such file");
    }
  }

  /**
   * Repairs an open file, and waits for no disk.
   *
   * @param path whose name says of what kind it is
   * @param searchBytes how far from the end of a FLAC to look for a whole frame
   */
  static Repaired repair(FileChannel file, Path path, long searchBytes) throws IOException {
    return RecordingKind.of(path) == RecordingKind.FLAC
        ? FlacRepair.repair(file, PrintableText.of(path), searchBytes)
        : WavRepair.repair(file, PrintableText.of(path));
  }
}
