package io.github.camelaudio.console.http;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who is let in.
 *
 * @param accepted whether a peer may reach us; says and counts those that may not
 * @param hostNames the names of this machine that requests may have in their Host header
 * @param passwords what who comes has to know
 * @param secure whether there is TLS
 * @param page whose files a login needs
 */
public record Protection(
    Predicate<InetSocketAddress> accepted,
    Collection<String> hostNames,
    Passwords passwords,
    boolean secure,
    StaticModule page) {

  public Protection {
    hostNames = List.copyOf(hostNames);
  }
}
