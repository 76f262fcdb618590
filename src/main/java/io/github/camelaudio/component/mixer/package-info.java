/** {@code mixer:}: a room in which streams meet, and which sounds as one stream. */
@NullMarked
package io.github.camelaudio.component.mixer;

import org.jspecify.annotations.NullMarked;
