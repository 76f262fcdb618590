@NullMarked
package io.github.camelaudio.playout.buffer;

import org.jspecify.annotations.NullMarked;
