@NullMarked
package io.github.camelaudio.console.metrics;

import org.jspecify.annotations.NullMarked;
