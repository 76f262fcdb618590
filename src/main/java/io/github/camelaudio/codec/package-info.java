/** Payload codecs: frames as the payload of packets, and back. No headers, no sockets. */
@NullMarked
package io.github.camelaudio.codec;

import org.jspecify.annotations.NullMarked;
