package io.github.camelaudio.security.tls;

import io.github.camelaudio.flow.FailureText;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Checks as the JDK does, and says in plain words why it refuses. Any thread. */
final class PeerCheck extends X509ExtendedTrustManager {

  private static final int MAX_NAMES = 8;
  private static final int MAX_CHARACTERS = 200;
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final X509ExtendedTrustManager jdk;
  private final String whoIsTrusted;

  /**
   * @param whoIsTrusted for messages, such as {@code which is not in ca.pem (audio.tls.trust)}
   */
  PeerCheck(X509ExtendedTrustManager jdk, String whoIsTrusted) {
    this.jdk = jdk;
    this.whoIsTrusted = whoIsTrusted;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      jdk.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw untrusted(chain, engine.getPeerHost(), e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      jdk.checkClientTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw untrusted(chain, null, e);
    }
  }

  private UntrustedPeerException untrusted(
      X509Certificate[] chain, @Nullable String host, CertificateException e) {
    return new UntrustedPeerException(printable(reason(chain, host, e)), e);
  }

  private String reason(X509Certificate[] chain, @Nullable String host, CertificateException e) {
    Throwable cause = FailureText.innermost(e);
    if (cause instanceof CertificateExpiredException) {
      return "its certificate, or one that signed it, has expired ("
          + chain[0].getNotAfter().toInstant()
          + ")";
    }
    if (cause instanceof CertificateNotYetValidException) {
      return "its certificate is valid from "
          + chain[0].getNotBefore().toInstant()
          + " on; are the clocks of both machines right?";
    }
    if (cause instanceof CertPathBuilderException) {
      return "its certificate is signed by "
          + chain[chain.length - 1].getIssuerX500Principal().getName()
          + ", "
          + whoIsTrusted;
    }
    // The JDK has no type of its own for a name that does not match; nothing else has no cause.
    return host != null && cause == e && isOfName(e)
        ? "its certificate is for " + names(chain[0]) + ", not for " + host
        : "its certificate is refused: " + FailureText.of(e);
  }

  private static boolean isOfName(CertificateException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }

  /** Names and addresses; where there are none, the subject, whose name does not count. */
  private static String names(X509Certificate certificate) {
    Collection<List<?>> all = null;
    try {
      all = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
    String names =
        (all == null ? Stream.<List<?>>empty() : all.stream())
            .filter(
                each ->
                    Objects.equals(each.get(0), DNS_NAME)
                        || Objects.equals(each.get(0), IP_ADDRESS))
            .limit(MAX_NAMES)
            .map(each -> String.valueOf(each.get(1)))
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "no name (its subject is " + certificate.getSubjectX500Principal().getName() + ")"
        : names;
  }

  /** Names come from outside. */
  private static String printable(String text) {
    String clean = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    return clean.length() > MAX_CHARACTERS ? clean.substring(0, MAX_CHARACTERS) + "…" : clean;
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }

  // Sockets and calls without an engine would not know the host; nothing here makes them.

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are checked");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only engines are checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only engines are checked");
  }
}
