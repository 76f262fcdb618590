@NullMarked
package io.github.camelaudio.audio;

import org.jspecify.annotations.NullMarked;
