/** Tests of the package of the same name. */
@NullMarked
package io.github.camelaudio.console.live;

import org.jspecify.annotations.NullMarked;
