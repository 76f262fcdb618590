/** Fuzz tests: what strangers can send or hand over, and what may come of it at most. */
@NullMarked
package io.github.camelaudio.fuzz;

import org.jspecify.annotations.NullMarked;
