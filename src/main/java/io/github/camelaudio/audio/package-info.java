/** Values and arithmetic of sound: formats, blocks, conversions, wrapping counters, clocks. */
@NullMarked
package io.github.camelaudio.audio;

import org.jspecify.annotations.NullMarked;
