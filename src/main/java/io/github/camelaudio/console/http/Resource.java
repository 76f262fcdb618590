package io.github.camelaudio.console.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the page in memory. It is packed once, here: a server that packs what it sends would
 * hold events back until a block of them is full. Immutable; any thread.
 */
final class Resource {

  private static final int TAG_BYTES = 12;

  private final byte[] bytes;
  private final byte @Nullable [] packed;
  private final String type;
  private final String tag;
  private final String caching;

  private Resource(
      byte[] bytes, byte @Nullable [] packed, String type, String tag, String caching) {
    this.bytes = bytes;
    this.packed = packed;
    this.type = type;
    this.tag = tag;
    this.caching = caching;
  }

  /**
   * Packs it; takes some milliseconds.
   *
   * @param library whether it changes only with this program's version
   */
  static Resource of(byte[] bytes, String type, boolean library) {
    byte[] packed = pack(bytes);
    return new Resource(
        bytes,
        packed.length < bytes.length ? packed : null,
        type,
        tag(bytes),
        library ? "public, max-age=86400" : "no-cache");
  }

  private static byte[] pack(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is in memory
    }
    return packed.toByteArray();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(Arrays.copyOf(hash, TAG_BYTES)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** Its bytes, not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Its bytes by gzip; null where that makes it no smaller. */
  byte @Nullable [] packed() {
    return packed;
  }

  /** The media type. */
  String type() {
    return type;
  }

  /** Changes with the bytes (RFC 9110 8.8.3). */
  String tag() {
    return tag;
  }

  /** The header Cache-Control. */
  String caching() {
    return caching;
  }
}
