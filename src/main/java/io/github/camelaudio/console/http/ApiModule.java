package io.github.camelaudio.console.http;

import io.vertx.ext.web.Router;

/** A part of the console that answers requests. */
public interface ApiModule {

  /**
   * Adds its routes. What comes there has been let in: the host, the login and the role are
   * checked, and a request that changes something (any but GET and HEAD) has the role {@link
   * Role#CONTROL}. Handlers run on event loops and must not block: what reads files or waits uses
   * {@code executeBlocking}. An exception becomes a problem document, see {@link ProblemException}.
   *
   * @param router of the whole server; paths are whole, such as {@code /api/v1/status}
   */
  void mount(Router router);
}
