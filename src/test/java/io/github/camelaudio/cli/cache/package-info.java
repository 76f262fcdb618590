@NullMarked
package io.github.camelaudio.cli.cache;

import org.jspecify.annotations.NullMarked;
