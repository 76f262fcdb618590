/** Audio files as streams of blocks, and streams of blocks as files in memory. */
@NullMarked
package io.github.camelaudio.file.stream;

import org.jspecify.annotations.NullMarked;
