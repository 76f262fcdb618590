/**
 * The listening end of a station: connects, or says hello, again and again, and hands on what it
 * hears. No Camel.
 */
@NullMarked
package io.github.camelaudio.tuner;

import org.jspecify.annotations.NullMarked;
