package io.github.camelaudio.security.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the files at one time. A new one has a new context, so that no session of the
 * old certificates is resumed. Immutable; any thread.
 *
 * @param identity null where no certificate is set
 * @param keys what a handshake asks for the identity; null with it
 */
record TlsMaterial(
    @Nullable TlsIdentity identity, @Nullable X509ExtendedKeyManager keys, SSLContext context) {

  /**
   * Reads all files.
   *
   * @throws IllegalArgumentException when one of them cannot be used
   */
  static TlsMaterial read(TlsFiles files) {
    PemFile certificate = files.certificate();
    PemFile key = files.key();
    TlsIdentity identity =
        certificate == null || key == null ? null : TlsIdentity.read(certificate, key);
    PemFile trust = files.trust();
    List<X509Certificate> cas = trust == null ? null : trust.certificates();
    String whoIsTrusted =
        trust == null
            ? "which this Java does not know; name its CA's file with " + TlsFiles.TRUST
            : "which is not in " + trust.path() + " (" + TlsFiles.TRUST + ")";
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      X509ExtendedKeyManager keys = identity == null ? null : keys(identity);
      context.init(
          keys == null ? null : new KeyManager[] {keys},
          new TrustManager[] {new PeerCheck(trusting(cas), whoIsTrusted)},
          null);
      return new TlsMaterial(identity, keys, context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static X509ExtendedKeyManager keys(TlsIdentity identity)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    char[] inMemoryOnly = {};
    store.setKeyEntry(
        "own", identity.key(), inMemoryOnly, identity.chain().toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, inMemoryOnly);
    return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
  }

  /** Null: the CAs that come with the JDK. */
  private static X509ExtendedTrustManager trusting(@Nullable List<X509Certificate> cas)
      throws GeneralSecurityException, IOException {
    KeyStore store = null;
    if (cas != null) {
      store = emptyStore();
      for (int i = 0; i < cas.size(); i++) {
        store.setCertificateEntry("ca" + i, cas.get(i));
      }
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
