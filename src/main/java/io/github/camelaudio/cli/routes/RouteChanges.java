package io.github.camelaudio.cli.routes;

import java.nio.file.Path;

/** Makes the text of a route file into routes that can take the place of those that run. */
interface RouteChanges {

  /** Routes that are ready to start. */
  interface Change {

    /**
     * Removes the file's routes, and starts these instead. When that fails, the file has none.
     *
     * @throws RouteTakenException before anything is removed
     * @throws Exception when the new routes do not start
     */
    void apply() throws Exception;
  }

  /**
   * Compiles the text and builds its routes, all but their start; nothing that runs is touched. Any
   * thread; what the text does in its constructor or in configure() may never end.
   *
   * @throws Exception when the text makes no routes that can run, with the reason
   */
  Change prepare(Path file, String text) throws Exception;
}
