/**
 * Bytes on the network: RTP packets over UDP and over TCP, and the netty handlers that write and
 * read them. Everything here runs on the thread of the channel that it belongs to.
 */
@NullMarked
package io.github.camelaudio.wire;

import org.jspecify.annotations.NullMarked;
