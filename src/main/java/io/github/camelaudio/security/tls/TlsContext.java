package io.github.camelaudio.security.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 of the JDK, with the files that the properties {@code audio.tls.certificate},
 * {@code audio.tls.key} and {@code audio.tls.trust} name. A new connection has what is in them: it
 * looks whether they have changed, unless another one did within the second before. Any thread;
 * reading them again takes a few milliseconds.
 */
public final class TlsContext {

  private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final UnaryOperator<@Nullable String> property;
  private final InstantSource clock;
  private final Function<TlsFiles, TlsMaterial> reader;
  private @Nullable TlsFiles files;
  private @Nullable TlsMaterial material;
  private List<String> stamps = List.of();
  private Instant looked = Instant.MIN;

  /** Why the files could not be read, as it was said. */
  private String problem = "";

  /**
   * Reads no file before it is asked for something.
   *
   * @param property the value of a property; null or blank where it is not set
   */
  public TlsContext(UnaryOperator<@Nullable String> property) {
    this(property, InstantSource.system(), TlsMaterial::read);
  }

  TlsContext(
      UnaryOperator<@Nullable String> property,
      InstantSource clock,
      Function<TlsFiles, TlsMaterial> reader) {
    this.property = property;
    this.clock = clock;
    this.reader = reader;
  }

  /**
   * Reads the files for connections to peers.
   *
   * @throws IllegalArgumentException naming property, file, and what to do
   */
  public void checkSending() {
    current();
  }

  /**
   * Reads the files for connections from peers, for which there must be a certificate.
   *
   * @throws IllegalArgumentException naming property, file, and what to do
   */
  public void checkReceiving() {
    if (current().identity() == null) {
      throw new IllegalArgumentException(
          "{{audio.tls.receive}} needs a certificate: set "
              + TlsFiles.CERTIFICATE
              + " and "
              + TlsFiles.KEY
              + " to PEM files");
    }
  }

  /** Whether peers that connect must have a certificate: where a file says of whom. */
  public synchronized boolean requiresCertificates() {
    return files != null && files.trust() != null;
  }

  /** Whether this machine has a certificate to show. */
  public synchronized boolean hasCertificate() {
    return material != null && material.identity() != null;
  }

  /**
   * One connection to a peer, whose certificate must be for that host.
   *
   * @param host a name or an address, without brackets
   */
  public SSLEngine sending(String host, int port) {
    SSLEngine engine = current().context().createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818 3.1
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** One connection from a peer. */
  public SSLEngine receiving() {
    SSLEngine engine = current().context().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setNeedClientAuth(requiresCertificates());
    engine.setSSLParameters(parameters);
    return engine;
  }

  /**
   * The certificate of each new connection, as {@link #checkReceiving} has found it, for a server
   * that makes its engines itself.
   */
  public X509ExtendedKeyManager serverKeys() {
    return new ServerKeys(
        () -> {
          X509ExtendedKeyManager keys = current().keys();
          if (keys == null) {
            throw new IllegalStateException("no certificate is set");
          }
          return keys;
        });
  }

  private synchronized TlsMaterial current() {
    TlsFiles named = files;
    TlsMaterial before = material;
    return named == null || before == null ? readFirst() : lookAgain(named, before);
  }

  private TlsMaterial readFirst() {
    TlsFiles named = TlsFiles.of(property);
    List<String> found = named.stamps(); // before the files: a change meanwhile is seen next time
    TlsMaterial first = reader.apply(named);
    files = named;
    material = first;
    stamps = found;
    looked = clock.instant();
    warnOfTime(first);
    return first;
  }

  private TlsMaterial lookAgain(TlsFiles named, TlsMaterial before) {
    Instant now = clock.instant();
    if (Duration.between(looked, now).abs().compareTo(LOOK_EVERY) < 0) {
      return before;
    }
    looked = now;
    List<String> found = named.stamps();
    return found.equals(stamps) ? before : readAgain(named, found, before);
  }

  private TlsMaterial readAgain(TlsFiles named, List<String> found, TlsMaterial before) {
    try {
      TlsMaterial fresh = reader.apply(named);
      material = fresh;
      stamps = found;
      problem = "";
      LOG.info("TLS: files were read again; new connections have what is in them now");
      warnOfTime(fresh);
      return fresh;
    } catch (PemFile.UnreadableException e) {
      String text = String.valueOf(e.getMessage()); // and the stamps stay: it is tried again
      if (!text.equals(problem)) {
        problem = text;
        LOG.warn("TLS: {}; the previous certificates stay until it can", text);
      }
    } catch (IllegalArgumentException e) {
      stamps = found;
      LOG.warn("TLS: {}; the previous certificates stay", e.getMessage());
    }
    return before;
  }

  private void warnOfTime(TlsMaterial read) {
    TlsIdentity identity = read.identity();
    if (identity != null && identity.isExpired(clock.instant())) {
      LOG.warn(
          "TLS: the certificate of {} expired on {}: peers will refuse it until it is renewed",
          identity,
          identity.end());
    }
  }
}
