package io.github.camelaudio.console.metrics;

import io.github.camelaudio.console.http.ApiModule;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /observe/metrics}, and the same at {@code /q/metrics}: Prometheus text 0.0.4, or
 * OpenMetrics 1.0 for who accepts that.
 */
public final class MetricsModule implements ApiModule {

  private static final int EXPECTED_BYTES = 64 * 1_024;

  private final ContextMetrics metrics;

  public MetricsModule(ContextMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void mount(Router router) {
    router.get("/observe/metrics").handler(this::scrape);
    router.get("/q/metrics").handler(this::scrape);
  }

  private void scrape(RoutingContext request) {
    ExpositionFormatWriter format = format(request.request().getHeader(HttpHeaders.ACCEPT));
    request
        .vertx()
        .executeBlocking(() -> write(format), false)
        .onFailure(request::fail)
        .onSuccess(
            body ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, format.getContentType())
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(body));
  }

  /** Made for each scrape: until the first, none of Prometheus's classes is loaded. */
  ExpositionFormatWriter format(@Nullable String accept) {
    ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    return openMetrics.accepts(accept) ? openMetrics : PrometheusTextFormatWriter.create();
  }

  Buffer write(ExpositionFormatWriter format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(EXPECTED_BYTES);
    try {
      format.write(out, metrics.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes no bytes", e);
    }
    return Buffer.buffer(out.toByteArray());
  }
}
