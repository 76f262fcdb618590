/** The machine's microphones and speakers, and the one place that talks to javax.sound. */
@NullMarked
package io.github.camelaudio.component.device;

import org.jspecify.annotations.NullMarked;
