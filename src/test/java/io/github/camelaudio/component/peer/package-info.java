@NullMarked
package io.github.camelaudio.component.peer;

import org.jspecify.annotations.NullMarked;
