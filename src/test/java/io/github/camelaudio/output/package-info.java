@NullMarked
package io.github.camelaudio.output;

import org.jspecify.annotations.NullMarked;
