@NullMarked
package io.github.camelaudio.peer;

import org.jspecify.annotations.NullMarked;
