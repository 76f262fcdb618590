@NullMarked
package io.github.camelaudio.wire.rtp;

import org.jspecify.annotations.NullMarked;
