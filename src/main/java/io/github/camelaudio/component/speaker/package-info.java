/** {@code speaker:}: a speaker as an endpoint to produce to. */
@NullMarked
package io.github.camelaudio.component.speaker;

import org.jspecify.annotations.NullMarked;
