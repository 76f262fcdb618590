package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.Role;
import io.vertx.ext.web.Router;

/** {@code GET /api/v1/status}. */
public final class StatusModule implements ApiModule {

  private final StatusJson status;

  public StatusModule(StatusJson status) {
    this.status = status;
  }

  @Override
  public void mount(Router router) {
    router
        .get("/api/v1/status")
        .handler(
            request -> {
              Role role = Role.of(request);
              Requests.blocking(
                  request, () -> status.full(role), json -> Requests.answer(request, json));
            });
  }
}
