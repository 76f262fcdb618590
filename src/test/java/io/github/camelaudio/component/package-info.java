@NullMarked
package io.github.camelaudio.component;

import org.jspecify.annotations.NullMarked;
