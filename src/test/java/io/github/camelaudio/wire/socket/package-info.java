@NullMarked
package io.github.camelaudio.wire.socket;

import org.jspecify.annotations.NullMarked;
