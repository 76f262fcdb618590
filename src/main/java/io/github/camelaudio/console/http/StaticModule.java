package io.github.camelaudio.console.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page: what is in {@code page/} beside this package, and the libraries that it uses. Nothing
 * else can be asked for: a path is looked up by its name in the jar, never in the file system.
 */
public final class StaticModule implements ApiModule {

  private static final String PAGE = "io/github/camelaudio/console/page/";
  private static final String LOGIN = "/login";

  /** Sends who has not logged in to the login. */
  private static final Set<String> FIRST_DOCUMENT = Set.of("/", "/index.html");

  /** Libraries by the path that the page uses. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "/webjars/uplot/uPlot.iife.min.js",
              "META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js",
          "/webjars/uplot/uPlot.min.css",
              "META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css");

  /** Names without a leading dot, so that there is no way up. */
  private static final Pattern PATH =
      Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+\\.(\\w{2,11})");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final Vertx vertx;
  private final ClassLoader classes = StaticModule.class.getClassLoader();
  private final Map<String, Resource> known = new ConcurrentHashMap<>();

  public StaticModule(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Whether a path is part of the page, and no secret: all but its first document. */
  boolean isPublic(String path) {
    return !FIRST_DOCUMENT.contains(path) && url(path) != null;
  }

  @Override
  public void mount(Router router) {
    // Of any method: a route of GET alone would make each unknown path a wrong method.
    router.route().handler(this::answer);
  }

  private void answer(RoutingContext request) {
    String path = request.normalizedPath();
    if (!Gate.isReading(request.request().method())) {
      request.next();
      return;
    }
    Resource there = known.get(path);
    if (there != null) {
      send(request, there);
      return;
    }
    URL url = url(path);
    if (url == null) {
      request.next();
      return;
    }
    String type = String.valueOf(type(path));
    boolean library = LIBRARIES.containsKey(path);
    Future<Resource> read =
        vertx.executeBlocking(() -> Resource.of(bytes(url), type, library), false);
    read.onSuccess(
            resource -> {
              known.put(path, resource);
              send(request, resource);
            })
        .onFailure(request::fail);
  }

  private @Nullable URL url(String path) {
    String name = resource(path);
    return name == null ? null : classes.getResource(name);
  }

  /** The name in the jar; null where a path is none of ours. */
  static @Nullable String resource(String path) {
    String library = LIBRARIES.get(path);
    if (library != null) {
      return library;
    }
    return switch (path) {
      case "/" -> PAGE + "index.html";
      case LOGIN -> PAGE + "login.html";
      default ->
          PATH.matcher(path).matches() && type(path) != null ? PAGE + path.substring(1) : null;
    };
  }

  private static @Nullable String type(String path) {
    return path.equals("/") || path.equals(LOGIN)
        ? TYPES.get("html")
        : TYPES.get(path.substring(path.lastIndexOf('.') + 1));
  }

  private static byte[] bytes(URL url) {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(RoutingContext request, Resource resource) {
    HttpServerResponse response = request.response();
    response.putHeader("ETag", resource.tag());
    response.putHeader("Cache-Control", resource.caching());
    response.putHeader("Vary", "Accept-Encoding");
    if (resource.tag().equals(request.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader("Content-Type", resource.type());
    String encodings = request.request().getHeader("Accept-Encoding");
    byte[] packed = resource.packed();
    boolean pack = packed != null && encodings != null && encodings.contains("gzip");
    if (pack) {
      response.putHeader("Content-Encoding", "gzip");
    }
    byte[] body = pack && packed != null ? packed : resource.bytes();
    if (request.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", String.valueOf(body.length)).end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }
}
