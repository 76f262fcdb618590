@NullMarked
package io.github.camelaudio.wire.tutorial;

import org.jspecify.annotations.NullMarked;
