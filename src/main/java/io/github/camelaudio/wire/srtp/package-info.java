/**
 * SRTP (RFC 3711) as a packet stage: AES-GCM (RFC 7714) under keys that travel by Encrypted Key
 * Transport (RFC 8870), or static keys for other programs.
 *
 * <pre>
 * Ekt…, Static…        whose key a packet has, and which packet of its stream it is
 * StreamOwners         whose key a stream has, over all connections
 * cipher               one packet under one master key: GcmTransform, CmTransform
 * SrtpLayout, EktKey   where what lies
 * </pre>
 */
@NullMarked
package io.github.camelaudio.wire.srtp;

import org.jspecify.annotations.NullMarked;
