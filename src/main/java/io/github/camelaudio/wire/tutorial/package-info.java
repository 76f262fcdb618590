/** The wires of the Python tutorial's programs: pickled blocks, and samples without any header. */
@NullMarked
package io.github.camelaudio.wire.tutorial;

import org.jspecify.annotations.NullMarked;
