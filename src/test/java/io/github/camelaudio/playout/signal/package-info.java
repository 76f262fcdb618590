@NullMarked
package io.github.camelaudio.playout.signal;

import org.jspecify.annotations.NullMarked;
