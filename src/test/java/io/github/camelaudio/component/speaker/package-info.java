@NullMarked
package io.github.camelaudio.component.speaker;

import org.jspecify.annotations.NullMarked;
