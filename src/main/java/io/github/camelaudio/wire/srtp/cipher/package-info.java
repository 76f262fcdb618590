/**
 * SRTP below its keys and streams: one packet under one master key, by AES-GCM (RFC 7714) or AES in
 * counter mode with HMAC-SHA1 (RFC 3711), and the session keys of a master key.
 */
@NullMarked
package io.github.camelaudio.wire.srtp.cipher;

import org.jspecify.annotations.NullMarked;
