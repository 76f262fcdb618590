@NullMarked
package io.github.camelaudio.meters;

import org.jspecify.annotations.NullMarked;
