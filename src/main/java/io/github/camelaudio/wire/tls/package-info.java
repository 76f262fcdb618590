/** TLS under the codecs of one connection, and its failures in words. */
@NullMarked
package io.github.camelaudio.wire.tls;

import org.jspecify.annotations.NullMarked;
