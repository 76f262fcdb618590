@NullMarked
package io.github.camelaudio.cli.warmup;

import org.jspecify.annotations.NullMarked;
