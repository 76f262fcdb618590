/** Meters as Prometheus text, beside Camel's own, and health. */
@NullMarked
package io.github.camelaudio.console.metrics;

import org.jspecify.annotations.NullMarked;
