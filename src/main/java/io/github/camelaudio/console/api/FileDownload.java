package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file as an answer: whole or one range of it (RFC 9110 14), or its head alone. Several ranges at
 * once are answered by the whole file.
 *
 * @param bytes as many as there were when the request came; a file that grows is sent up to here
 * @param tag changes with the file
 */
record FileDownload(Path file, long bytes, String tag) {

  private static final Logger LOG = LoggerFactory.getLogger(FileDownload.class);
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** A part of the file. */
  record Range(long from, long length) {}

  /** Looks at the disk: not for an event loop. */
  static FileDownload of(Path file) throws IOException {
    long bytes = Files.size(file);
    long modified = Files.getLastModifiedTime(file).toMillis();
    return new FileDownload(
        file, bytes, "\"" + Long.toHexString(bytes) + "-" + Long.toHexString(modified) + "\"");
  }

  /**
   * Answers on the event loop.
   *
   * @return done when all has been sent, or the connection was closed
   */
  Future<Void> send(RoutingContext request) {
    HttpServerResponse response = request.response();
    response
        .putHeader("Content-Type", type())
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("Cache-Control", "no-cache")
        .putHeader("ETag", tag);
    if (request.request().getParam("download") != null) {
      response.putHeader("Content-Disposition", disposition());
    }
    String asked = request.request().getHeader("Range");
    String ifRange = request.request().getHeader("If-Range");
    Range range = ifRange == null || ifRange.equals(tag) ? range(asked, bytes) : null;
    if (range != null && range.length == 0) {
      response.putHeader("Content-Range", "bytes */" + bytes);
      throw new ProblemException(416, "the file has " + bytes + " bytes, and not " + asked);
    }
    Range sent = range == null ? new Range(0, bytes) : range;
    if (range != null) {
      response
          .setStatusCode(206)
          .putHeader(
              "Content-Range",
              "bytes " + range.from + "-" + (range.from + range.length - 1) + "/" + bytes);
    }
    if (request.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", String.valueOf(sent.length));
      return response.end();
    }
    return response
        .sendFile(file.toString(), sent.from, sent.length)
        .onFailure(e -> failed(request, e));
  }

  /** The file is gone since it was looked at, or the client has left. */
  private void failed(RoutingContext request, Throwable failure) {
    LOG.debug("{} was not sent: {}", PrintableText.of(file), FailureText.of(failure));
    HttpServerResponse response = request.response();
    if (response.headWritten()) {
      request.request().connection().close(); // it cannot be told any more
      return;
    }
    response.headers().clear();
    request.fail(ProblemException.notFound("'" + file.getFileName() + "' is gone"));
  }

  /**
   * What a header asks for.
   *
   * @return null for the whole file; a length of 0 when nothing of it is there
   */
  static @Nullable Range range(@Nullable String header, long bytes) {
    Matcher asked = RANGE.matcher(header == null ? "" : header.strip());
    if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
      return null;
    }
    if (asked.group(1).isEmpty()) {
      long length = Math.min(bytes, Long.parseLong(asked.group(2)));
      return new Range(bytes - length, length);
    }
    long from = Long.parseLong(asked.group(1));
    long last = asked.group(2).isEmpty() ? bytes - 1 : Long.parseLong(asked.group(2));
    if (last < from && !asked.group(2).isEmpty()) {
      return null; // no range: ignored
    }
    return new Range(from, Math.max(0, Math.min(last, bytes - 1) - from + 1));
  }

  private String type() {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".flac")
        ? "audio/flac"
        : name.endsWith(".png") ? "image/png" : "audio/wav";
  }

  /** RFC 6266: the name in UTF-8, and for old clients in ASCII. */
  private String disposition() {
    String name = String.valueOf(file.getFileName());
    return "attachment; filename=\""
        + name.replaceAll("[^A-Za-z0-9._ -]", "_")
        + "\"; filename*=UTF-8''"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
