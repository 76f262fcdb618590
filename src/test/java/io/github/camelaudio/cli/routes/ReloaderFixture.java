package io.github.camelaudio.cli.routes;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two files under one reloader; a test says what becomes of a text, and when a build gets on. */
abstract class ReloaderFixture {

  @TempDir Path directory;

  final FakeClock clock = new FakeClock();
  final Queue<Runnable> builds = new ArrayDeque<>();
  final Map<String, Callable<RouteChanges.Change>> made = new HashMap<>();
  final List<String> applied = new ArrayList<>();
  final LogLines lines = new LogLines("");
  Path one = Path.of("");
  Path two = Path.of("");
  RouteReloader reloader = reloader(Map.of());

  RouteReloader reloader(Map<Path, String> running) {
    return new RouteReloader(running, this::prepare, builds::add, clock);
  }

  private RouteChanges.Change prepare(Path file, String text) throws Exception {
    Callable<RouteChanges.Change> special = made.get(text);
    return special != null ? special.call() : () -> applied.add(file.getFileName() + " " + text);
  }

  @BeforeEach
  void start() throws IOException {
    one = Files.writeString(directory.resolve("One.java"), "one");
    two = Files.writeString(directory.resolve("Two.java"), "two");
    Map<Path, String> running = new LinkedHashMap<>();
    running.put(one, "one");
    running.put(two, "two");
    reloader = reloader(running);
  }

  @AfterEach
  void stop() {
    lines.close();
  }

  /** Long enough for what was saved to be seen twice, built, and taken up. */
  void settle() {
    for (int i = 0; i < 4; i++) {
      poll();
      while (!builds.isEmpty()) {
        builds.remove().run();
      }
    }
  }

  void poll() {
    reloader.poll();
    clock.advanceMillis(250);
  }
}
