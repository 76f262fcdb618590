package io.github.camelaudio.it;

import io.github.camelaudio.audio.AudioBlock;
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
   * @param args the file to play, the endpoint to record to, the file for notes
   */
  public static void main(String[] args) throws Exception {
    try (FileChannel notes =
            FileChannel.open(
                Path.of(args[2]),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        DefaultCamelContext context = new DefaultCamelContext()) {
      MappedByteBuffer frames = notes.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("wav:" + args[0])
                  .to(args[1])
                  .process(
                      exchange -> {
                        int more = exchange.getIn().getBody(AudioBlock.class).frames();
                        frames.putLong(0, frames.getLong(0) + more);
                      });
            }
          });
      context.start();
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
