@NullMarked
package io.github.camelaudio.tuner;

import org.jspecify.annotations.NullMarked;
