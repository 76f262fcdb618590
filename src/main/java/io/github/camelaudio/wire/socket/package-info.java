/** What our sockets need besides: buffers, batches, keep-alive, and reads that are held back. */
@NullMarked
package io.github.camelaudio.wire.socket;

import org.jspecify.annotations.NullMarked;
