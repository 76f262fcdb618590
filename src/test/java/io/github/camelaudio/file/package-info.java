@NullMarked
package io.github.camelaudio.file;

import org.jspecify.annotations.NullMarked;
