/** The files of a recorder: where they are, who may read them, how long they are kept. */
@NullMarked
package io.github.camelaudio.recorder.store;

import org.jspecify.annotations.NullMarked;
