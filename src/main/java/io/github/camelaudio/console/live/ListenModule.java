package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.socket.Places;
import io.github.camelaudio.console.socket.WebSockets;
import io.github.camelaudio.meters.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Listening: {@code GET /api/v1/listen/SOURCE} is answered by a WAV without end, for any program
 * that plays one; a WebSocket of that path gets the format as JSON, and then 10 ms of 16 bit PCM in
 * each message. For sources see {@link SoundTaps}.
 *
 * <p>A client whose connection is too slow loses sound, the oldest first, as soon as 200 ms wait
 * for it; after 30 s of that it is disconnected.
 */
public final class ListenModule implements ApiModule {

  static final String PATH = "/api/v1/listen/";

  private static final int NOT_FOUND = 404;
  private static final int MAX_LISTENERS = 32;
  private static final int MAX_LISTENERS_OF_HOST = 8;

  private final Vertx vertx;
  private final SoundTaps taps;
  private final SharedSounds sounds;
  private final Places places = new Places(MAX_LISTENERS, MAX_LISTENERS_OF_HOST, "listeners");
  private final ListenCounts counts = new ListenCounts(places);

  /** Nobody listens yet, and nothing is tapped. */
  public ListenModule(Vertx vertx, SoundTaps taps) {
    this.vertx = vertx;
    this.taps = taps;
    this.sounds = new SharedSounds(taps);
  }

  /**
   * Shows what is counted.
   *
   * @return to be run when the console ends
   */
  public Runnable countIn(MeterRegistry meters) {
    return meters.add(ListenCounts.METERS, "console:listen", counts);
  }

  @Override
  public void mount(Router router) {
    router.route(HttpMethod.HEAD, PATH + "*").handler(this::head);
    router.route(HttpMethod.GET, PATH + "*").handler(this::get);
  }

  private void head(RoutingContext request) {
    SoundListener deaf = new SharedSound();
    try {
      taps.listen(source(request), deaf).close();
    } catch (NoSuchElementException e) {
      throw ProblemException.notFound(String.valueOf(e.getMessage()));
    }
    describe(request.response()).end();
  }

  private void get(RoutingContext request) {
    String source = source(request);
    if (WebSockets.isUpgrade(request)) {
      request
          .request()
          .toWebSocket()
          .onSuccess(socket -> socket(source, socket))
          .onFailure(request::fail);
    } else {
      wav(request, source);
    }
  }

  private static String source(RoutingContext request) {
    return WebSockets.nameBehind(PATH, request);
  }

  private static HttpServerResponse describe(HttpServerResponse response) {
    return response
        .putHeader(HttpHeaders.CONTENT_TYPE, "audio/wav")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.ACCEPT_RANGES, "none");
  }

  private void wav(RoutingContext request, String source) {
    HttpServerResponse response = request.response();
    Client client = new Client(new WavSink(response), request.request().remoteAddress());
    client.join(source);
    describe(response).setChunked(true);
    response.exceptionHandler(gone -> client.leave());
    response.closeHandler(closed -> client.leave());
    response.endHandler(ended -> client.leave());
    response.drainHandler(drained -> client.listener.deliver());
  }

  private void socket(String source, ServerWebSocket socket) {
    Client client = new Client(new SocketSink(socket, source), socket.remoteAddress());
    socket.exceptionHandler(gone -> client.leave());
    socket.closeHandler(closed -> client.leave());
    try {
      client.join(source);
      socket.drainHandler(drained -> client.listener.deliver());
    } catch (ProblemException e) {
      int code = e.status() == NOT_FOUND ? WebSockets.NOT_FOUND : WebSockets.TRY_AGAIN_LATER;
      WebSockets.close(socket, code, String.valueOf(e.getMessage()));
    }
  }

  /** One connection and its place. Its event loop only. */
  private final class Client {
    private final Listener listener;
    private final @Nullable SocketAddress address;
    private Runnable leave = () -> {};

    Client(SoundSink sink, @Nullable SocketAddress address) {
      this.address = address;
      this.listener =
          new Listener(
              sink, ClientLoop.of(vertx.getOrCreateContext()), counts, SystemClock.INSTANCE);
    }

    /**
     * @throws ProblemException when there is no place, or no such source
     */
    void join(String source) {
      Runnable free = places.take(address);
      try {
        Runnable quit = sounds.join(source, listener);
        leave =
            () -> {
              quit.run();
              free.run();
            };
      } catch (NoSuchElementException e) {
        free.run();
        throw ProblemException.notFound(String.valueOf(e.getMessage()));
      }
    }

    void leave() {
      Runnable once = leave;
      leave = () -> {};
      once.run();
    }
  }
}
