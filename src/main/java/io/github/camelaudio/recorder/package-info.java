/** Streams into files: placement, splitting, retention, and what the disk does. No Camel. */
@NullMarked
package io.github.camelaudio.recorder;

import org.jspecify.annotations.NullMarked;
