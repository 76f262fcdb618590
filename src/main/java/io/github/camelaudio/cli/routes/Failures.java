package io.github.camelaudio.cli.routes;

import io.github.camelaudio.flow.FailureText;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.jspecify.annotations.Nullable;

/** What failed at start, as one sentence that a user can act on. */
public final class Failures {

  private static final Pattern OPTIONS = Pattern.compile("\\?[^\\s\\]]*");
  private static final Pattern UNSET = Pattern.compile("Property with key \\[([^]]+)] not found");
  private static final Pattern UNBOUND =
      Pattern.compile("^Error binding property \\((.*?)\\) with name: ");
  private static final Pattern SCHEME = Pattern.compile("^([\\w.+-]+):[^?]*");
  private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{(.*)}]");

  private Failures() {}

  /** The innermost cause that says something, with the route or endpoint that it happened in. */
  public static String sentence(Throwable failure) {
    String where = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      where = where(cause, where);
    }
    String text = FailureText.of(failure);
    Matcher unknown = UNKNOWN.matcher(text);
    if (unknown.find()) {
      return where
          + "unknown option "
          + unknown.group(1)
          + "; docs/endpoints.md lists all there are";
    }
    if (FailureText.innermost(failure) instanceof NoSuchEndpointException none) {
      Matcher scheme = SCHEME.matcher(none.getUri());
      return scheme.find()
          ? where + scheme.group() + ": " + missing(scheme.group(1))
          : where + text;
    }
    Matcher unset = UNSET.matcher(text);
    if (unset.find()) {
      String placeholder = "{{" + unset.group(1) + "}}";
      return (where.contains(placeholder) ? "" : where)
          + placeholder
          + " is not set; set it with "
          + unset.group(1)
          + "=…";
    }
    Matcher unbound = UNBOUND.matcher(text);
    if (unbound.find()) {
      return where + unbound.group(1) + ": Camel has no such property, or not with that value";
    }
    return where + text;
  }

  /** What to do about a component that is not on the class path. */
  private static String missing(String scheme) {
    if (scheme.equals("kafka")) {
      String version = Failures.class.getPackage().getImplementationVersion();
      return "needs the libraries of camel-audio-kafka-"
          + (version == null ? "VERSION" : version)
          + ".zip in lib/ext; docs/kafka.md says how they come there";
    }
    return "there is no component "
        + scheme
        + "; correct its name, or put its jars into lib/ext as docs/operations.md says";
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
  public static String sentence(Throwable failure, Collection<String> listening) {
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
    return cause instanceof BindException || FailureText.of(cause).startsWith("bind(");
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
      boolean inUse = FailureText.of(e).contains("in use");
      return where
          + FailureText.of(e)
          + (inUse
              ? "; stop what listens there, or take another with port=…"
              : "; this machine has no such address");
    } catch (IOException | IllegalArgumentException e) {
      return where + FailureText.of(e);
    }
  }
}
