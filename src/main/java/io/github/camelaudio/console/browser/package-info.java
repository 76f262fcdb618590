/** A browser's microphone as a stream of a route: {@code from("browser:NAME")}. */
@NullMarked
package io.github.camelaudio.console.browser;

import org.jspecify.annotations.NullMarked;
