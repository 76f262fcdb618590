/** What changes samples on their way out: concealment, time compression, gain, limiter. */
@NullMarked
package io.github.camelaudio.playout.signal;

import org.jspecify.annotations.NullMarked;
