package io.github.camelaudio.console.live;

import java.util.ArrayList;
import java.util.List;

/** Runs at once what is to run soon, and later what the test says. */
final class FakeLoop implements ClientLoop {
  final List<Runnable> later = new ArrayList<>();

  @Override
  public void run(Runnable task) {
    task.run();
  }

  @Override
  public void runAfter(long millis, Runnable task) {
    later.add(task);
  }
}
