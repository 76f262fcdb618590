@NullMarked
package io.github.camelaudio.component.netty;

import org.jspecify.annotations.NullMarked;
