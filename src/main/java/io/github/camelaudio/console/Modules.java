package io.github.camelaudio.console;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextDevices;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.console.api.DevicesModule;
import io.github.camelaudio.console.api.EventsModule;
import io.github.camelaudio.console.api.LevelSource;
import io.github.camelaudio.console.api.OpenApiModule;
import io.github.camelaudio.console.api.OutputsModule;
import io.github.camelaudio.console.api.RecordersModule;
import io.github.camelaudio.console.api.RecordingDirectories;
import io.github.camelaudio.console.api.RecordingsModule;
import io.github.camelaudio.console.api.RoutesModule;
import io.github.camelaudio.console.api.StationsModule;
import io.github.camelaudio.console.api.StatusJson;
import io.github.camelaudio.console.api.StatusModule;
import io.github.camelaudio.console.browser.MicrophoneModule;
import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.live.FlowLevels;
import io.github.camelaudio.console.live.Levels;
import io.github.camelaudio.console.live.LevelsJson;
import io.github.camelaudio.console.live.ListenModule;
import io.github.camelaudio.console.live.MixerTaps;
import io.github.camelaudio.console.metrics.ContextMetrics;
import io.github.camelaudio.console.metrics.HealthJson;
import io.github.camelaudio.console.metrics.HealthModule;
import io.github.camelaudio.console.metrics.MetersJson;
import io.github.camelaudio.console.metrics.MetricsModule;
import io.github.camelaudio.meters.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.List;
import org.apache.camel.CamelContext;

/** All that answers beside the page and the login, and what it reads. */
final class Modules {

  private final CamelContext context;
  private final Console.Options options;
  private final FlowLevels flow;

  Modules(CamelContext context, Console.Options options, FlowLevels flow) {
    this.context = context;
    this.options = options;
    this.flow = flow;
  }

  /** Adds all routes; what the modules count is counted from now on. */
  void mount(Vertx vertx, Router router) {
    all(vertx).forEach(each -> each.mount(router));
  }

  private List<ApiModule> all(Vertx vertx) {
    MeterRegistry meters = ContextMeters.of(context);
    MixerTaps taps = new MixerTaps(context, SystemClock.INSTANCE);
    RecordingDirectories recordings =
        new RecordingDirectories(context, options.settings().recordings());
    StatusJson status =
        new StatusJson(
            context, options.files(), () -> HealthJson.of(context), () -> MetersJson.of(meters));
    ListenModule listen = new ListenModule(vertx, taps);
    listen.countIn(meters);
    return List.of(
        new OpenApiModule(),
        new StatusModule(status),
        new EventsModule(
            vertx,
            status,
            LevelSource.of(new LevelsJson(new Levels(taps), flow)),
            options.log(),
            meters),
        new RoutesModule(context, options.files(), vertx),
        new OutputsModule(context, recordings),
        new StationsModule(context),
        new DevicesModule(() -> ContextDevices.of(context), System::nanoTime),
        new RecordingsModule(recordings),
        new RecordersModule(context, taps, recordings, vertx),
        listen,
        new MicrophoneModule(context),
        new MetricsModule(ContextMetrics.bind(context)),
        new HealthModule(context));
  }
}
