package io.github.camelaudio.security.tls;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.security.PrivateFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in PEM (RFC 7468) that a property names: text with certificates, or with a private key.
 *
 * @param property for messages
 */
record PemFile(String property, Path path) {

  /** The system's bundle of all public CAs has about 220 KB. */
  static final int MAX_BYTES = 4 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /**
   * All certificates, in the order of the file; at least one.
   *
   * @throws IllegalArgumentException when there is none, or one that cannot be read
   */
  List<X509Certificate> certificates() {
    String text = text();
    List<X509Certificate> certificates = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(text); block.find(); ) {
      if (block.group(1).equals("CERTIFICATE")) {
        certificates.add(certificate(block.group(2), certificates.size() + 1));
      }
    }
    if (certificates.isEmpty()) {
      throw refuse(
          text.contains("PRIVATE KEY-----")
              ? "it has a private key and no certificate; are the files of "
                  + "two properties exchanged?"
              : "there is no certificate in it; it must be PEM, with -----BEGIN CERTIFICATE-----"
                  + " (openssl x509 -inform DER -in FILE converts)");
    }
    return certificates;
  }

  private X509Certificate certificate(String base64, int number) {
    try (InputStream in = new ByteArrayInputStream(bytes(base64))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException | IllegalArgumentException | IOException e) {
      throw refuse("certificate " + number + " in it is damaged; copy the file again");
    }
  }

  /**
   * The private key (PKCS#8, RFC 5208), whose file others than its owner may not read.
   *
   * @param algorithm of its certificate: RSA or EC
   * @throws IllegalArgumentException when there is none, or in another form
   */
  PrivateKey privateKey(String algorithm) {
    String text = text();
    checkOwnerOnly();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("PRIVATE KEY")) {
        return privateKey(block.group(2), algorithm);
      }
    }
    throw refuse(otherForm(text));
  }

  private PrivateKey privateKey(String base64, String algorithm) {
    byte[] encoded;
    try {
      encoded = bytes(base64);
    } catch (IllegalArgumentException e) {
      throw refuse("the key in it is damaged; copy the file again");
    }
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      // Not what it says: nothing of a key belongs into a message.
      throw refuse("it is no key of the kind " + algorithm + ", and the certificate is for one");
    }
  }

  private String otherForm(String text) {
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("ENCRYPTED\n")) {
      return "the key is encrypted, and nobody is there to type the password; decrypt it with"
          + convert("openssl pkey");
    }
    if (text.contains("BEGIN RSA PRIVATE KEY") || text.contains("BEGIN EC PRIVATE KEY")) {
      return "the key is in its old form (PKCS#1 or SEC 1), and PKCS#8 is needed; convert it with"
          + convert("openssl pkcs8 -topk8 -nocrypt");
    }
    return "there is no private key in it; it must be PEM, with -----BEGIN PRIVATE KEY-----";
  }

  /** A command that makes a file beside this one, for its owner only. */
  private String convert(String command) {
    return " (umask 077; " + command + " -in " + path + " -out " + path + ".pkcs8)";
  }

  private static byte[] bytes(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }

  private String text() {
    if (!Files.exists(path)) {
      throw refuse("there is no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw refuse("it is no file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UnreadableException(refuse("it cannot be read: " + FailureText.of(e)));
    }
    if (bytes.length > MAX_BYTES) {
      throw refuse("it has more than " + MAX_BYTES + " bytes");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1).replace("\r", "");
  }

  /** Who else can read it can pretend to be this machine. */
  private void checkOwnerOnly() {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return; // a file system without them
    }
    try {
      Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
      others.addAll(view.readAttributes().permissions());
      others.removeAll(OWNER);
      if (PrivateFile.mayGroupRead(path)) {
        others.remove(PosixFilePermission.GROUP_READ);
      }
      if (!others.isEmpty()) {
        throw refuse("others than its owner may read or write it; run chmod 600 " + path);
      }
    } catch (IOException e) {
      throw new UnreadableException(refuse("it cannot be read: " + FailureText.of(e)));
    }
  }

  /** The system could not read a file: no mistake in it, and a moment later it may. */
  static final class UnreadableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnreadableException(IllegalArgumentException refusal) {
      super(refusal.getMessage());
    }
  }

  /** What to throw when the file cannot be used. */
  IllegalArgumentException refuse(String problem) {
    return OptionValues.refuse(property, path, problem);
  }
}
