/** What audio files have in common: how they are written, and which frames are missing in them. */
@NullMarked
package io.github.camelaudio.file;

import org.jspecify.annotations.NullMarked;
