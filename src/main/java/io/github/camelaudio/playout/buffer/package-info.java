/** Frames that wait to be played, each at its position, within a memory budget. */
@NullMarked
package io.github.camelaudio.playout.buffer;

import org.jspecify.annotations.NullMarked;
