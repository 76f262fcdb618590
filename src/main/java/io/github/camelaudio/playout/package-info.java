/**
 * The receive side: packets at the network's pace in, frames at the device's pace out. Passive: it
 * has no threads and no clock of its own, and is pulled by the owner of the device's clock.
 */
@NullMarked
package io.github.camelaudio.playout;

import org.jspecify.annotations.NullMarked;
