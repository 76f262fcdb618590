/**
 * The codecs that {@code netty:} routes name, and what stands between a route and the netty
 * producer that sends its blocks: a bounded queue and a thread of its own, so that an absent or
 * stalled peer does not block a route.
 */
@NullMarked
package io.github.camelaudio.component.netty;

import org.jspecify.annotations.NullMarked;
