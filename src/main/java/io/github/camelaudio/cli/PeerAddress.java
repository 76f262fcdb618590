package io.github.camelaudio.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The addresses of peers, as properties name them. */
final class PeerAddress {

  private static final Pattern KEY = Pattern.compile("peer[0-9]*");
  private static final Pattern BARE_IPV6 =
      Pattern.compile("[0-9a-f]*:[0-9a-f.]*:[0-9a-f.:]*(%\\w+)?");

  private PeerAddress() {}

  /** An IPv6 address gets the brackets that it needs before a port, {@code ::1 [::1]}. */
  static @Nullable String bracketed(String key, @Nullable String value) {
    boolean bare =
        value != null
            && KEY.matcher(key.toLowerCase(Locale.ROOT)).matches()
            && BARE_IPV6.matcher(value.toLowerCase(Locale.ROOT)).matches();
    return bare ? "[" + value + "]" : value;
  }
}
