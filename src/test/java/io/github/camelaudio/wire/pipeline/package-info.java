@NullMarked
package io.github.camelaudio.wire.pipeline;

import org.jspecify.annotations.NullMarked;
