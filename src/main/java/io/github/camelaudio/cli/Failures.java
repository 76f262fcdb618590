package io.github.camelaudio.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.jspecify.annotations.Nullable;

/** What failed at start, as one sentence that a user can act on. */
final class Failures {

  private static final Pattern OPTIONS = Pattern.compile("\\?[^\\s\\]]*");
  private static final Pattern UNSET = Pattern.compile("Property with key \\[([^]]+)] not found");
  private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{(.*)}]");

  /** Escape sequences and the like, which a route file's text may bring into messages. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

  private Failures() {}

  /**
   * The innermost cause that says something, with the route or endpoint that it happened in. What
   * cannot be printed becomes a question mark; a compiler's message has several lines.
   */
  static String sentence(Throwable failure) {
    return UNPRINTABLE.matcher(said(failure)).replaceAll("?");
  }

  private static String said(Throwable failure) {
    String where = "";
    Throwable cause = failure;
    while (cause.getCause() != null) {
      where = where(cause, where);
      cause = cause.getCause();
    }
    where = where(cause, where);
    String text = text(cause);
    Matcher unknown = UNKNOWN.matcher(text);
    if (unknown.find()) {
      return where
          + "unknown option "
          + unknown.group(1)
          + "; docs/endpoints.md lists all there are";
    }
    Matcher unset = UNSET.matcher(text);
    if (unset.find()) {
      return where + "{{" + unset.group(1) + "}} is not set; set it with " + unset.group(1) + "=…";
    }
    if (cause instanceof UnknownHostException) {
      return where + "no address is known for the name " + text;
    }
    if (cause instanceof InvalidPathException && text.contains("unmappable")) {
      return where
          + text
          + "; this process has no locale that has them: start it with LC_ALL=C.UTF-8";
    }
    return where + text;
  }

  private static String where(Throwable cause, String otherwise) {
    if (cause instanceof FailedToStartRouteException route) {
      return "route " + route.getRouteId() + ": ";
    }
    if (cause instanceof FailedToCreateRouteException route) {
      return "route " + route.getRouteId() + ": ";
    }
    if (cause instanceof ResolveEndpointFailedException endpoint) {
      return OPTIONS.matcher(endpoint.getUri()).replaceAll("") + ": ";
    }
    return otherwise;
  }

  /**
   * The same, where it was an address that could not be listened on: Camel does not say which, so
   * each is tried.
   *
   * @param listening what the routes listen on, such as {@code tcp:0.0.0.0:9600}
   */
  static String sentence(Throwable failure, Collection<String> listening) {
    if (isBind(failure)) {
      for (String address : listening) {
        String problem = tryListening(address);
        if (problem != null) {
          return problem;
        }
      }
    }
    return sentence(failure);
  }

  private static boolean isBind(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof BindException)) {
      cause = cause.getCause();
    }
    // netty's native transport has an exception of its own: bind(..) failed with error(-98): …
    return cause instanceof BindException || text(cause).startsWith("bind(");
  }

  /** Null when one can listen there. */
  private static @Nullable String tryListening(String address) {
    String[] parts = address.split(":", 3);
    if (parts.length != 3) {
      return null;
    }
    String where = "cannot listen on " + parts[0] + "://" + parts[1] + ":" + parts[2] + ": ";
    try {
      InetSocketAddress socketAddress = new InetSocketAddress(parts[1], Integer.parseInt(parts[2]));
      if (parts[0].equals("udp")) {
        new DatagramSocket(socketAddress).close();
      } else {
        try (ServerSocket socket = new ServerSocket()) {
          socket.setReuseAddress(true);
          socket.bind(socketAddress);
        }
      }
      return null;
    } catch (BindException e) {
      boolean inUse = text(e).contains("in use");
      return where
          + text(e)
          + (inUse
              ? "; stop what listens there, or take another with port=…"
              : "; this machine has no such address");
    } catch (IOException | IllegalArgumentException e) {
      return where + text(e);
    }
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    if (message == null) {
      return name;
    }
    // An error's message says little alone: "null", "Java heap space", the name of a class.
    return (cause instanceof Error ? name + ": " : "") + message.strip();
  }
}
