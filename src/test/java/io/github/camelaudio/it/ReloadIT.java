package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Path;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files are taken up when they are saved. */
class ReloadIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;

  @TempDir Path directory;

  private String changing(String statements) throws Exception {
    return RouteFile.write(directory, "Changing", statements);
  }

  @Test
  void savedFile_isTakenUp_badOnesAreNot_andOtherRoutesPlayOnWithoutAGap() throws Exception {
    byte[] pcm = Wav.noise(FORMAT, 15_000, 1);
    Wav.write(directory.resolve("noise.wav"), FORMAT, pcm);
    int port = Tools.freePort();
    String steady =
        RouteFile.write(
            directory,
            "Steady",
            """
            from("netty:tcp://127.0.0.1:%d?{{audio.tcp.receive}}").to("wav:steady");
            from("wav:noise.wav").to("netty:tcp://127.0.0.1:%d?{{audio.tcp.send}}");
            """
                .formatted(port, port));
    String timer = "from(\"timer:t?period=50\").process(e -> System.err.println(\"%s\"));";
    String file = changing(timer.formatted("tick one"));
    try (Program run = Program.camelAudio(directory, steady, file)) {
      run.await("^tick one");

      changing(timer.formatted("tick two"));
      run.await("Changing.java: reloaded").await("^tick two");
      long ones = run.lines("^tick one");

      changing("from(\"timer:t\").oops();");
      run.await("ERROR Changing.java: not reloaded, its current routes keep running")
          .await("Changing.java:6: error: cannot find symbol");
      ticks(run, "^tick two");

      changing("from(\"mic:default?block=0ms\").to(\"log:x\");");
      run.await("ERROR Changing.java: not reloaded, its current routes keep running: .*block=0ms");
      ticks(run, "^tick two");

      changing(
          "from(\"netty:tcp://127.0.0.1:%d?{{audio.tcp.receive}}\").to(\"log:x\");"
              .formatted(port));
      run.await("ERROR Changing.java: its routes do not start: .*Multiple consumers")
          .await("Changing.java: previous version restored");
      ticks(run, "^tick two");

      changing(
          timer
              .formatted("tick three")
              .replace(
                  "from(\"",
                  "from(\"timer:u?period=50\").routeId(\"other\").process(e -> System.err.println(\"tock\")); from(\""));
      run.await("^tick three").await("^tock");
      changing(timer.formatted("tick four"));
      run.await("^tick four");
      long tocks = run.lines("^tock");
      ticks(run, "^tick four");
      assertThat(run.lines("^tock")).as("a route that left its file is gone").isEqualTo(tocks);
      assertThat(run.lines("^tick one")).isEqualTo(ones);

      run.await("recorded 15.000 s .*nothing missing");
    }
    assertThat(Arrays.equals(Wav.data(Recordings.only(directory.resolve("steady"))), pcm)).isTrue();
  }

  /** Waits until the route has ticked a few times more. */
  private static void ticks(Program run, String line) {
    long now = run.lines(line);
    Awaitility.await(line).until(() -> run.lines(line) >= now + 5);
  }
}
