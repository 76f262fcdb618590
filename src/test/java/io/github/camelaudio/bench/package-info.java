/** Benchmarks, run by the scripts of {@code src/bench}; no tests. */
@NullMarked
package io.github.camelaudio.bench;

import org.jspecify.annotations.NullMarked;
