package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the health check says of a directory that cannot be written. */
class RecorderHealthIT {

  @TempDir Path directory;

  @Test
  void recorderThatCannotWrite_isDown_withTheReason_andUpWhenItRecordsAgain() throws Exception {
    Path source = directory.resolve("source.wav");
    Wav.write(source, PcmFormat.DEFAULT, Wav.noise(PcmFormat.DEFAULT, 20_000, 5));
    Path inTheWay = directory.resolve("hall");
    String recorder = "wav:" + inTheWay.resolve("takes");
    CountDownLatch placed = new CountDownLatch(1);
    try (Routes on =
        Routes.run(
            routes ->
                routes.from("wav:" + source).process(exchange -> placed.await()).to(recorder))) {
      Files.writeString(inTheWay, "a file, no directory");
      placed.countDown();
      Routes.await("down", () -> on.health(recorder).getState() == State.DOWN);
      assertThat(on.health(recorder).getMessage().orElse("")).contains("hall", "Not a directory");
      Files.delete(inTheWay);
      Routes.await("up", () -> on.health(recorder).getState() == State.UP);
      assertThat(Recordings.of(inTheWay.resolve("takes"))).hasSize(1);
    }
  }
}
