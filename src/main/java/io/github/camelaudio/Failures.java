package io.github.camelaudio;

import java.net.BindException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.jspecify.annotations.Nullable;

/** What failed at start, as one sentence that somebody can act on. */
final class Failures {

  private static final Pattern OPTIONS = Pattern.compile("\\?[^\\s\\]]*");

  private Failures() {}

  /** The innermost cause that says something, with the route or endpoint that it happened in. */
  static String sentence(Throwable failure) {
    String where = "";
    Throwable cause = failure;
    while (cause.getCause() != null) {
      if (cause instanceof FailedToStartRouteException route) {
        where = "route " + route.getRouteId() + ": ";
      } else if (cause instanceof FailedToCreateRouteException route) {
        where = "route " + route.getRouteId() + ": ";
      } else if (cause instanceof ResolveEndpointFailedException endpoint) {
        where = withoutOptions(endpoint.getUri()) + ": ";
      }
      cause = cause.getCause();
    }
    if (cause instanceof BindException) {
      return where + address(failure) + text(cause) + "; stop what listens there, or set port=…";
    }
    if (cause instanceof UnknownHostException) {
      return where + "no address is known for the name " + text(cause);
    }
    return where + text(cause);
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message.strip();
  }

  /** The address in the message of whatever tells which endpoint it was. */
  private static String address(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause != null) {
      Matcher matcher = ADDRESS.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return matcher.group(1) + ": ";
      }
      cause = cause.getCause();
    }
    return "";
  }

  private static final Pattern ADDRESS = Pattern.compile("((?:tcp|udp)://[^\\s?\\])]+)");

  private static String withoutOptions(String uri) {
    return OPTIONS.matcher(uri).replaceAll("");
  }
}
