/** What a playout counts, and what it tells to a trace. */
@NullMarked
package io.github.camelaudio.playout.stats;

import org.jspecify.annotations.NullMarked;
