/** Route files: read, compiled, changed while they run, and what is wrong with them in words. */
@NullMarked
package io.github.camelaudio.cli.routes;

import org.jspecify.annotations.NullMarked;
