/** Encoders and decoders of all wires, put together for a connection or a port. */
@NullMarked
package io.github.camelaudio.wire.pipeline;

import org.jspecify.annotations.NullMarked;
