@NullMarked
package io.github.camelaudio.file.flac;

import org.jspecify.annotations.NullMarked;
