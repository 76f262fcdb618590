@NullMarked
package io.github.camelaudio.component.mixer;

import org.jspecify.annotations.NullMarked;
