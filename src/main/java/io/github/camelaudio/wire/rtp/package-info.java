/**
 * The rtp wire: RTP (RFC 3550) over UDP and TCP (RFC 4571), its header extension, and the hello of
 * stations.
 */
@NullMarked
package io.github.camelaudio.wire.rtp;

import org.jspecify.annotations.NullMarked;
