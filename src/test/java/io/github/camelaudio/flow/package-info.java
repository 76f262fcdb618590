@NullMarked
package io.github.camelaudio.flow;

import org.jspecify.annotations.NullMarked;
