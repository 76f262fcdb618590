@NullMarked
package io.github.camelaudio.codec;

import org.jspecify.annotations.NullMarked;
