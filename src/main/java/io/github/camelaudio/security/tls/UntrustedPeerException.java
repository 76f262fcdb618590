package io.github.camelaudio.security.tls;

import java.security.cert.CertificateException;

/** A peer's certificate is refused. The message says why, in words for a log line. */
public final class UntrustedPeerException extends CertificateException {

  private static final long serialVersionUID = 1L;

  UntrustedPeerException(String reason, CertificateException cause) {
    super(reason, cause);
  }
}
