@NullMarked
package io.github.camelaudio.recorder.store;

import org.jspecify.annotations.NullMarked;
