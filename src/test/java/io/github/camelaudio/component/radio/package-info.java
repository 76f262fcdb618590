@NullMarked
package io.github.camelaudio.component.radio;

import org.jspecify.annotations.NullMarked;
