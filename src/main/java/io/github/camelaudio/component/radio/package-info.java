/**
 * {@code radio:}, a station, and tuning in to one: the Camel side of {@code station} and {@code
 * tuner}.
 */
@NullMarked
package io.github.camelaudio.component.radio;

import org.jspecify.annotations.NullMarked;
