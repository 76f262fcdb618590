/** What connections that last share: places for them, and how WebSockets close. */
@NullMarked
package io.github.camelaudio.console.socket;

import org.jspecify.annotations.NullMarked;
