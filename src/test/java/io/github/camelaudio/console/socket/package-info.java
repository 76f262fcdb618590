@NullMarked
package io.github.camelaudio.console.socket;

import org.jspecify.annotations.NullMarked;
