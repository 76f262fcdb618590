@NullMarked
package io.github.camelaudio;

import org.jspecify.annotations.NullMarked;
