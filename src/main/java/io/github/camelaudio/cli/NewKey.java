package io.github.camelaudio.cli;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.security.KeyFileException;
import io.github.camelaudio.wire.srtp.SrtpMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code new-key}. The key is in the output only: arguments are seen by all users of a machine. */
@Command(
    name = "new-key",
    description =
        "Make a random key, add it to a key file, and print the line for the other machine.")
final class NewKey extends Commands.Base {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Whose key it is, or of what room: letters, digits, '-', '_' and '.'.")
  private @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The key file, made if missing; " + KeyFile.DEFAULT + " unless given.")
  private Path file = Path.of(KeyFile.DEFAULT);

  @Option(
      names = "--srtp",
      paramLabel = "ekt|static|aes_cm_128_hmac_sha1_80",
      completionCandidates = ModeNames.class,
      description = "What the property audio.srtp is where the key is used; ekt unless set.")
  private SrtpMode mode = SrtpMode.EKT;

  /** For the shell's completion. */
  static final class ModeNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(SrtpMode.values())
          .map(mode -> mode.name().toLowerCase(Locale.ROOT))
          .iterator();
    }
  }

  @Override
  public Integer call() {
    if (name == null) {
      throw new IllegalStateException("not parsed");
    }
    String line;
    try {
      line = KeyFile.add(file, name, mode.keyBytes());
    } catch (KeyFileException e) {
      ProgramLog.error(FailureText.of(e));
      return ExitCode.FAILED;
    }
    System.out.println(
        "added to "
            + file
            + "; on the other machine put this line into the file "
            + KeyFile.DEFAULT
            + " of the directory where camel-audio starts, then run chmod 600 "
            + KeyFile.DEFAULT
            + ":");
    System.out.println();
    System.out.println(line);
    System.out.println();
    System.out.println(
        "The first key of a file is the one that sends, unless audio.key=NAME says otherwise.");
    printForOthers(line.substring(line.indexOf(' ') + 1));
    return ExitCode.OK;
  }

  /** What other programs call the same key. */
  private void printForOthers(String base64) {
    String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    switch (mode) {
      case EKT -> {
        // Others have no EKT.
      }
      case STATIC -> System.out.println(caps(hex, "aes-256-gcm", "null"));
      case AES_CM_128_HMAC_SHA1_80 -> {
        System.out.println(caps(hex, "aes-128-icm", "hmac-sha1-80"));
        System.out.println(
            "ffmpeg: -srtp_out_suite AES_CM_128_HMAC_SHA1_80 -srtp_out_params " + base64);
      }
    }
  }

  private static String caps(String hex, String cipher, String authentication) {
    return "GStreamer: application/x-srtp, srtp-key=(buffer)%s, srtp-cipher=(string)%s, srtp-auth=(string)%s, srtcp-cipher=(string)%s, srtcp-auth=(string)%s"
        .formatted(hex, cipher, authentication, cipher, authentication);
  }
}
