@NullMarked
package io.github.camelaudio.cli;

import org.jspecify.annotations.NullMarked;
