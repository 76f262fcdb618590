/** A level meter for the terminal. */
@NullMarked
package io.github.camelaudio.component.meter;

import org.jspecify.annotations.NullMarked;
