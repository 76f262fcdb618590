package io.github.camelaudio.wire.socket;

import io.github.camelaudio.flow.FailureText;
import io.netty.channel.unix.Errors;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;

/** What failures of sockets, and their addresses, are called in the log. */
public final class SocketFailures {

  /** Of a TCP connection. */
  private static final String REFUSED = "connection refused";

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
    if (FailureText.innermost(failure) instanceof ExplainedFailure explained) {
      return explained.getMessage();
    }
    if (isPortUnreachable(failure)) {
      return "nothing listens on that port";
    }
    String words = FailureText.ofConnection(failure);
    return words.equals(REFUSED) ? words + "; does it listen on UDP?" : words;
  }

  /** Whether the receiving machine told that nothing listens on the port of a datagram. */
  public static boolean isPortUnreachable(Throwable failure) {
    Throwable cause = FailureText.innermost(failure);
    return cause instanceof PortUnreachableException
        || (cause instanceof Errors.NativeIoException system
            && system.expectedErr() == Errors.ERROR_ECONNREFUSED_NEGATIVE); // to a datagram only
  }
}
