/** Tests of the package of the same name. */
@NullMarked
package io.github.camelaudio.console.browser;

import org.jspecify.annotations.NullMarked;
