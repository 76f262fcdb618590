/** {@code mic:}: a microphone as an endpoint to consume from. */
@NullMarked
package io.github.camelaudio.component.mic;

import org.jspecify.annotations.NullMarked;
