@NullMarked
package io.github.camelaudio.console.api;

import org.jspecify.annotations.NullMarked;
