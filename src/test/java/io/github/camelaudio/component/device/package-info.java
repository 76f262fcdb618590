@NullMarked
package io.github.camelaudio.component.device;

import org.jspecify.annotations.NullMarked;
