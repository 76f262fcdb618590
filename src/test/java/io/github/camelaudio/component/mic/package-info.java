@NullMarked
package io.github.camelaudio.component.mic;

import org.jspecify.annotations.NullMarked;
