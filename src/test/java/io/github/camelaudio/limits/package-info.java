/** How much of something is allowed: to one host, in a time, altogether. No netty, no Camel. */
@NullMarked
package io.github.camelaudio.limits;

import org.jspecify.annotations.NullMarked;
