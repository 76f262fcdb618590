/** Compiles and loads what plays before the first packet comes, and gives back the memory. */
@NullMarked
package io.github.camelaudio.cli.warmup;

import org.jspecify.annotations.NullMarked;
