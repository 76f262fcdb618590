@NullMarked
package io.github.camelaudio.component.message;

import org.jspecify.annotations.NullMarked;
