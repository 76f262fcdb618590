@NullMarked
package io.github.camelaudio.wire.srtp;

import org.jspecify.annotations.NullMarked;
