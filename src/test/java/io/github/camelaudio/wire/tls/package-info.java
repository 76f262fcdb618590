@NullMarked
package io.github.camelaudio.wire.tls;

import org.jspecify.annotations.NullMarked;
