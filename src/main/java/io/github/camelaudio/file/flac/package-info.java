/** FLAC files, through the system's libFLAC. */
@NullMarked
package io.github.camelaudio.file.flac;

import org.jspecify.annotations.NullMarked;
