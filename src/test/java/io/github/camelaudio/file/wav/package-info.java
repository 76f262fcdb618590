@NullMarked
package io.github.camelaudio.file.wav;

import org.jspecify.annotations.NullMarked;
