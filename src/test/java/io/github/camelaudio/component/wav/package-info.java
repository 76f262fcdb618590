@NullMarked
package io.github.camelaudio.component.wav;

import org.jspecify.annotations.NullMarked;
