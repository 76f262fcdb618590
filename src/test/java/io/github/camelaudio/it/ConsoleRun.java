package io.github.camelaudio.it;

import io.github.camelaudio.console.Console;
import io.github.camelaudio.console.http.ConsoleSettings;
import io.github.camelaudio.console.http.Passwords;
import io.github.camelaudio.console.http.ReservedPort;
import io.github.camelaudio.console.live.LogTail;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.security.tls.TlsContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A console of a context of its own, with routes of a user, and clients of it. */
final class ConsoleRun implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final HttpClient.Builder clients =
      HttpClient.newBuilder().connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1);
  private final String url;
  private final int port;
  private HttpClient client = clients.build();

  /** Starts one, which answers once this returns. */
  ConsoleRun(Map<String, String> properties) throws Exception {
    this(properties, List::of);
  }

  /** The same with keys of the key file. */
  ConsoleRun(Map<String, String> properties, Supplier<List<SharedKey>> keys) throws Exception {
    this(
        properties,
        keys,
        ReservedPort.reserve(ConsoleSettings.read(properties::get).addresses(), Tools.freePort()));
    Routes.await("an answer", this::isAnswering);
  }

  /** The same at this port; may answer later. */
  ConsoleRun(Map<String, String> properties, ReservedPort reserved) throws Exception {
    this(properties, List::of, reserved);
  }

  ConsoleRun(Map<String, String> properties, Supplier<List<SharedKey>> keys, ReservedPort reserved)
      throws Exception {
    ConsoleSettings settings = ConsoleSettings.read(properties::get);
    port = reserved.port();
    url = (settings.isLoopback() ? "http" : "https") + "://localhost:" + port;
    properties.forEach(
        (name, value) -> context.getPropertiesComponent().addOverrideProperty(name, value));
    TlsContext tls = new TlsContext(properties::get);
    if (!settings.isLoopback()) {
      tls.checkReceiving();
    }
    Console.start(
        context,
        new Console.Options(
            settings,
            reserved,
            new Passwords(settings.control(), settings.view(), keys),
            settings.isLoopback() ? null : tls.serverKeys(),
            new LogTail(),
            List.of()));
    RouteBuilder.addRoutes(
        context,
        routes -> {
          routes.from("platform-http:/user/hello").setBody(routes.constant("a user's route"));
          routes.from("platform-http:/user/count").to("micrometer:counter:users.own");
          routes.from("platform-http:/api/v1/nothing").setBody(routes.constant("not reached"));
        });
    context.start();
  }

  /** While a port is only reserved, nothing comes back, or the connection is reset. */
  private boolean isAnswering() {
    try (Socket socket = connect()) {
      socket.setSoTimeout(500);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().read();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Connects anew from now on, and trusts these CAs. */
  void trust(SSLContext trusting) {
    client = clients.sslContext(trusting).build();
  }

  int port() {
    return port;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String json, String... headers) throws Exception {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Sends lines as they are; the whole answer, up to the end of the connection. */
  String raw(String... lines) throws IOException {
    try (Socket socket = connect()) {
      String text = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** A connection that sends nothing. */
  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** Whether the other end has closed it. */
  static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try (InputStream in = socket.getInputStream()) {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    context.stop();
    context.close();
  }
}
