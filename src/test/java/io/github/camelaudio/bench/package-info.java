/** Benchmarks, run by {@code src/bench/run}; no tests. */
@NullMarked
package io.github.camelaudio.bench;

import org.jspecify.annotations.NullMarked;
