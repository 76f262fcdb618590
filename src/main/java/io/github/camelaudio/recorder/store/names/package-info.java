/** Names of recordings: what every system takes, and numbers in them. */
@NullMarked
package io.github.camelaudio.recorder.store.names;

import org.jspecify.annotations.NullMarked;
