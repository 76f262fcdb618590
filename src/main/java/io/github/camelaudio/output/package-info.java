/**
 * Where a mix goes: to a playback device ({@link io.github.camelaudio.output.Speaker}), or on as a
 * stream of its own ({@link io.github.camelaudio.output.Room}, {@link
 * io.github.camelaudio.output.MixStream}).
 */
@NullMarked
package io.github.camelaudio.output;

import org.jspecify.annotations.NullMarked;
