@NullMarked
package io.github.camelaudio.component.meter;

import org.jspecify.annotations.NullMarked;
