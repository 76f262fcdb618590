/** What sounds now: taps on outputs and routes, levels, events, and listening. */
@NullMarked
package io.github.camelaudio.console.live;

import org.jspecify.annotations.NullMarked;
