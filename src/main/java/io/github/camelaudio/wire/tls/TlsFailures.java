package io.github.camelaudio.wire.tls;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.security.tls.UntrustedPeerException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What failures of TLS are called in the log: what the other machine did, and what to do. The JDK
 * has no types for most of them, only words.
 */
public final class TlsFailures {

  /** What our own handler says; the JDK would do it. */
  static final String RENEGOTIATION = "it asked for another TLS handshake on the same connection";

  private static final String ALERT = "fatal alert: ";

  /**
   * With TLS 1.3 OpenSSL sends an alert in clear when it refuses a certificate; the JDK takes its
   * two bytes for what was encrypted.
   */
  private static final String ALERT_IN_CLEAR = "AEAD cipher fragment (2)";

  private TlsFailures() {}

  /**
   * Why a connection to a peer failed; null when it was not because of TLS.
   *
   * @param hasCertificate whether this machine has one to show
   */
  public static @Nullable String sending(Throwable failure, boolean hasCertificate) {
    if (find(failure, NotSslRecordException.class) != null) {
      return "it does not speak TLS; its route needs {{audio.tls.receive}}";
    }
    SSLException tls = find(failure, SSLException.class);
    if (isClosedInHandshake(failure)) {
      return "it closed the connection in the TLS handshake; its route needs {{audio.tls.receive}}";
    }
    String alert = tls == null ? "" : alert(tls);
    return switch (alert) {
      case "bad_certificate", "certificate_required", "handshake_failure" ->
          hasCertificate
              ? "it does not accept our certificate (" + alert + ")"
              : "it requires a certificate ("
                  + alert
                  + "): set audio.tls.certificate and audio.tls.key";
      case "unknown_ca", "certificate_unknown", "unsupported_certificate" ->
          "it does not trust our certificate (" + alert + "); its audio.tls.trust must have our CA";
      default -> either(failure, tls, alert);
    };
  }

  /** Why a connection from a peer failed; null when it was not because of TLS. */
  public static @Nullable String receiving(Throwable failure) {
    if (find(failure, NotSslRecordException.class) != null) {
      return "it does not speak TLS; its route needs {{audio.tls.send}}";
    }
    SSLException tls = find(failure, SSLException.class);
    if (tls == null) {
      return null; // it may only have looked whether the port is open
    }
    if (String.valueOf(tls.getMessage()).contains("mpty client certificate chain")) {
      return "it has no certificate of a CA in audio.tls.trust; its sender needs"
          + " audio.tls.certificate and audio.tls.key";
    }
    String alert = alert(tls);
    return switch (alert) {
      case "unknown_ca", "certificate_unknown", "bad_certificate", "unsupported_certificate" ->
          "it refuses our certificate ("
              + alert
              + "): the CA is not in its audio.tls.trust, or the name that it connects to is not in"
              + " the certificate";
      default -> either(failure, tls, alert);
    };
  }

  private static @Nullable String either(
      Throwable failure, @Nullable SSLException tls, String alert) {
    UntrustedPeerException untrusted = find(failure, UntrustedPeerException.class);
    if (untrusted != null) {
      return untrusted.getMessage();
    }
    if (tls == null) {
      return null;
    }
    if (RENEGOTIATION.equals(tls.getMessage())) {
      return RENEGOTIATION;
    }
    if (tls instanceof SslHandshakeTimeoutException) {
      return "it did not finish the TLS handshake within " + TlsHandlers.HANDSHAKE_SECONDS + " s";
    }
    return switch (alert) {
      case "certificate_expired" -> "our certificate has expired; renew it";
      case "protocol_version" -> "it has neither TLS 1.2 nor 1.3";
      case "handshake_failure" -> "it has no cipher in common with us, or no fitting certificate";
      case "" -> "TLS failed: " + FailureText.of(tls);
      default -> "it ended TLS with the alert " + alert;
    };
  }

  /** The name of the alert (RFC 8446 6.2) that came, as far as it is known; empty for none. */
  private static String alert(SSLException tls) {
    String message = String.valueOf(tls.getMessage());
    if (message.contains(ALERT_IN_CLEAR)) {
      return "certificate_unknown";
    }
    int at = message.indexOf(ALERT);
    return at < 0 ? "" : message.substring(at + ALERT.length()).toLowerCase(Locale.ROOT);
  }

  /** netty says it by what it adds to the failure. */
  private static boolean isClosedInHandshake(Throwable failure) {
    ClosedChannelException closed = find(failure, ClosedChannelException.class);
    return closed != null
        && Arrays.stream(closed.getSuppressed()).anyMatch(SSLException.class::isInstance);
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    return null;
  }
}
