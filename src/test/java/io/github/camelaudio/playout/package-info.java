@NullMarked
package io.github.camelaudio.playout;

import org.jspecify.annotations.NullMarked;
