package io.github.camelaudio.wire.socket;

import io.netty.channel.unix.Errors;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/** What failures of sockets, and their addresses, are called in the log. */
public final class SocketFailures {

  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

  private SocketFailures() {}

  /** An address as people write it. */
  public static String plain(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
        : String.valueOf(address);
  }

  /** Why a station cannot listen, and what to do. */
  public static String bindProblem(Exception e) {
    String text = reason(e);
    if (!(e instanceof BindException)) {
      return text;
    }
    return text.contains("in use")
        ? text + "; stop what listens there, or take another port"
        : text + "; this machine has no such address";
  }

  /** What a failure says, without the address that it repeats. */
  public static String reason(Throwable failure) {
    boolean refused =
        failure instanceof Errors.NativeIoException system
            && system.expectedErr() == Errors.ERROR_ECONNREFUSED_NEGATIVE; // to a datagram only
    if (refused || failure instanceof PortUnreachableException) {
      return "nobody listens on that port";
    }
    String text = failure.getMessage();
    if (text == null) {
      return failure.getClass().getSimpleName();
    }
    String plain = SYSTEM_CALL.matcher(text).replaceFirst("");
    int address = plain.indexOf(": /");
    return (address > 0 ? plain.substring(0, address) : plain).toLowerCase(Locale.ROOT);
  }
}
