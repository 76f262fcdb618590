@NullMarked
package io.github.camelaudio.discovery;

import org.jspecify.annotations.NullMarked;
