package io.github.camelaudio.it;

import io.github.camelaudio.audio.AudioBlock;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A process that records a file at its own pace until it is killed, and notes in another file,
 * which survives it, how many frames the recorder has been given.
 */
public final class RecordUntilKilled {

  private RecordUntilKilled() {}

  /**
   * Records for ever.
   *
   * @param args for each recording the file to play, the endpoint to record to, the file for notes
   */
  public static void main(String[] args) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      for (int i = 0; i < args.length; i += 3) {
        context.addRoutes(recording(args[i], args[i + 1], notes(Path.of(args[i + 2]))));
      }
      context.start();
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Stays mapped when the file is closed. */
  private static MappedByteBuffer notes(Path file) throws IOException {
    try (FileChannel notes =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return notes.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
    }
  }

  private static RouteBuilder recording(String file, String to, MappedByteBuffer frames) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("wav:" + file)
            .to(to)
            .process(
                exchange -> {
                  int more = exchange.getIn().getBody(AudioBlock.class).frames();
                  frames.putLong(0, frames.getLong(0) + more);
                });
      }
    };
  }
}
