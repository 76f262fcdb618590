package io.github.camelaudio.console.live;

import io.vertx.core.Context;

/** The event loop of a client's connection. Any thread. */
interface ClientLoop {

  /** Runs a task there soon; tasks run in the order in which they came. */
  void run(Runnable task);

  /** Runs a task there later. */
  void runAfter(long millis, Runnable task);

  /** That of a connection, whose context it is. */
  static ClientLoop of(Context connection) {
    return new ClientLoop() {
      @Override
      public void run(Runnable task) {
        connection.runOnContext(now -> task.run());
      }

      @Override
      public void runAfter(long millis, Runnable task) {
        connection.owner().setTimer(millis, timer -> run(task));
      }
    };
  }
}
