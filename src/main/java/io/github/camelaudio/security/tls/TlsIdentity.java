package io.github.camelaudio.security.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Certificates of this machine, and the key of the first one. Never printed.
 *
 * @param chain each is signed by the next
 */
record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {

  /**
   * Reads both files, and checks that they belong together.
   *
   * @throws IllegalArgumentException when one of them cannot be used
   */
  static TlsIdentity read(PemFile certificate, PemFile keyFile) {
    List<X509Certificate> chain = certificate.certificates();
    checkOrder(certificate, chain);
    String algorithm = chain.get(0).getPublicKey().getAlgorithm();
    if (!algorithm.equals("RSA") && !algorithm.equals("EC")) {
      throw certificate.refuse(
          "its key is of the kind " + algorithm + "; the TLS of this Java knows RSA and EC");
    }
    PrivateKey key = keyFile.privateKey(algorithm);
    if (!belongTogether(chain.get(0), key)) {
      throw keyFile.refuse("the key does not match the certificate " + certificate.path());
    }
    return new TlsIdentity(chain, key);
  }

  private static void checkOrder(PemFile file, List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        throw file.refuse(
            "certificate "
                + (i + 1)
                + " in it is not the one that signed certificate "
                + i
                + "; this machine's own comes first, then the one that signed it");
      }
    }
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    byte[] text = {1, 2, 3};
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // of another size, or on another curve
    }
  }

  /** Whether peers refuse it because of the time: the first certificate that has ended. */
  boolean isExpired(Instant now) {
    return end().isBefore(now);
  }

  /** When the first of the certificates ends. */
  Instant end() {
    return chain.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  @Override
  public String toString() {
    return chain.get(0).getSubjectX500Principal().getName();
  }
}
