/** The command line: one run of route files, live editing, the end of a run. */
@NullMarked
package io.github.camelaudio.cli;

import org.jspecify.annotations.NullMarked;
