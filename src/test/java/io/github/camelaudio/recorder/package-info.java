@NullMarked
package io.github.camelaudio.recorder;

import org.jspecify.annotations.NullMarked;
