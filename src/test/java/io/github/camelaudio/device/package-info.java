@NullMarked
package io.github.camelaudio.device;

import org.jspecify.annotations.NullMarked;
