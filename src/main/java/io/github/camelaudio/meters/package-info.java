/**
 * What engines count: each meter is declared once, beside the engine that counts it, and JMX, the
 * summary of a run, the console's JSON and Prometheus text, and the table in {@code
 * docs/counters.md} read that declaration.
 */
@NullMarked
package io.github.camelaudio.meters;

import org.jspecify.annotations.NullMarked;
