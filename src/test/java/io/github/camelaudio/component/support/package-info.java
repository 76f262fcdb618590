@NullMarked
package io.github.camelaudio.component.support;

import org.jspecify.annotations.NullMarked;
