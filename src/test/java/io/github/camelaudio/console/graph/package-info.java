@NullMarked
package io.github.camelaudio.console.graph;

import org.jspecify.annotations.NullMarked;
