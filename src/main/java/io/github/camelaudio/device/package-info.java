/**
 * The machine's microphones and speakers: through libpulse where a sound server answers, else
 * through javax.sound. The one place that talks to either.
 */
@NullMarked
package io.github.camelaudio.device;

import org.jspecify.annotations.NullMarked;
