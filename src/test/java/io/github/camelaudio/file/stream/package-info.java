@NullMarked
package io.github.camelaudio.file.stream;

import org.jspecify.annotations.NullMarked;
