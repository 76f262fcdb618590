package io.github.camelaudio.console.browser;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.http.Role;
import io.github.camelaudio.console.socket.Places;
import io.github.camelaudio.console.socket.WebSockets;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Microphones of browsers: a WebSocket at {@code /api/v1/microphone/NAME}. Its first message is
 * JSON, {@code {"sampleRateHz":48000,"channels":1}}; each further one is binary, at most 100 ms of
 * 16 bit PCM, little-endian. The first one is answered by {@code {"stream":"0a1b2c3d"}}. What comes
 * is a stream of {@code from("browser:NAME")} until the connection ends. Two browsers of one name
 * are two streams.
 */
public final class MicrophoneModule implements ApiModule {

  static final String PATH = "/api/v1/microphone/";

  private static final int FORBIDDEN = 403;
  private static final int UPGRADE_REQUIRED = 426;
  private static final int MAX_BROWSERS = 32;
  private static final int MAX_BROWSERS_OF_HOST = 8;
  private static final int MIN_RATE_HZ = 8_000;
  private static final int MAX_RATE_HZ = 192_000;
  private static final int MAX_CHANNELS = 2;

  private final BrowserMicrophones microphones;
  private final Places places =
      new Places(MAX_BROWSERS, MAX_BROWSERS_OF_HOST, "microphones of browsers");

  /** Made before the routes start, which else warn that no browser can reach them. */
  public MicrophoneModule(CamelContext context) {
    microphones = BrowserMicrophones.of(context);
    microphones.serve();
  }

  @Override
  public void mount(Router router) {
    router.route(HttpMethod.GET, PATH + "*").handler(this::get);
  }

  private void get(RoutingContext request) {
    if (Role.of(request) != Role.CONTROL) {
      throw new ProblemException(FORBIDDEN, "to send sound, log in with the password of control");
    }
    if (!WebSockets.isUpgrade(request)) {
      throw new ProblemException(UPGRADE_REQUIRED, "connect with a WebSocket");
    }
    String name = WebSockets.nameBehind(PATH, request);
    request
        .request()
        .toWebSocket()
        .onSuccess(socket -> accept(name, socket))
        .onFailure(request::fail);
  }

  private void accept(String name, ServerWebSocket socket) {
    BrowserConsumer consumer = microphones.find(name);
    if (consumer == null) {
      WebSockets.close(socket, WebSockets.NOT_FOUND, unknown(name));
      return;
    }
    try {
      Runnable free = places.take(socket.remoteAddress());
      new Client(consumer, socket, free).listen();
    } catch (ProblemException e) {
      WebSockets.close(socket, WebSockets.TRY_AGAIN_LATER, String.valueOf(e.getMessage()));
    }
  }

  private String unknown(String name) {
    return microphones.names().isEmpty()
        ? "no route has from(\"browser:…\")"
        : "no route has browser:" + name + "; there are " + String.join(", ", microphones.names());
  }

  /**
   * The format that a browser says.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  static PcmFormat format(String text) {
    try {
      JsonObject json = new JsonObject(text);
      Integer rate = json.getInteger("sampleRateHz");
      Integer channels = json.getInteger("channels");
      if (rate != null
          && channels != null
          && rate >= MIN_RATE_HZ
          && rate <= MAX_RATE_HZ
          && channels >= 1
          && channels <= MAX_CHANNELS) {
        return new PcmFormat(rate, channels, Encoding.S16);
      }
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException(formatNeeded(), e);
    }
    throw new IllegalArgumentException(formatNeeded());
  }

  private static String formatNeeded() {
    return "the first message is JSON: sampleRateHz, "
        + MIN_RATE_HZ
        + " to "
        + MAX_RATE_HZ
        + ", and channels, 1 to "
        + MAX_CHANNELS;
  }

  /** One connection. Its event loop only. */
  private static final class Client {
    private final BrowserConsumer consumer;
    private final ServerWebSocket socket;
    private final Runnable free;
    private BrowserConsumer.@Nullable Connection connection;

    Client(BrowserConsumer consumer, ServerWebSocket socket, Runnable free) {
      this.consumer = consumer;
      this.socket = socket;
      this.free = free;
    }

    void listen() {
      socket.closeHandler(closed -> close());
      socket.exceptionHandler(gone -> close());
      socket.textMessageHandler(text -> guarded(() -> begin(text)));
      socket.binaryMessageHandler(pcm -> guarded(() -> receive(pcm.getBytes())));
    }

    private void begin(String text) {
      if (connection != null) {
        throw new IllegalArgumentException("the format was said before");
      }
      BrowserConsumer.Connection begun = consumer.connect(format(text), this::routeEnded);
      connection = begun;
      socket.writeTextMessage(new JsonObject().put("stream", begun.streamName()).encode());
    }

    private void receive(byte[] pcm) {
      if (connection == null) {
        throw new IllegalArgumentException(formatNeeded());
      }
      connection.receive(pcm);
    }

    /** What the browser does wrong ends its connection, and says why. */
    private void guarded(Runnable message) {
      try {
        message.run();
      } catch (IllegalArgumentException e) {
        close();
        WebSockets.close(socket, WebSockets.POLICY_VIOLATION, String.valueOf(e.getMessage()));
      } catch (IllegalStateException e) {
        close();
        routeEnded(String.valueOf(e.getMessage()));
      }
    }

    private void routeEnded(String reason) {
      WebSockets.close(socket, WebSockets.GOING_AWAY, reason);
    }

    private void close() {
      free.run();
      if (connection != null) {
        connection.close();
      }
    }
  }
}
