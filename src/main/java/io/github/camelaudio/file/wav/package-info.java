/** WAV, RF64 and RIFX files: read, written, and repaired. */
@NullMarked
package io.github.camelaudio.file.wav;

import org.jspecify.annotations.NullMarked;
