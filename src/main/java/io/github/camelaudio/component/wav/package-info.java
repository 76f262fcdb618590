/** WAV files: played by a consumer, recorded by a producer. */
@NullMarked
package io.github.camelaudio.component.wav;

import org.jspecify.annotations.NullMarked;
