@NullMarked
package io.github.camelaudio.wire;

import org.jspecify.annotations.NullMarked;
