/**
 * The console of a run: a page in the browser, the same as JSON for programs, metrics and health.
 * The command line starts it; nothing else knows it.
 */
@NullMarked
package io.github.camelaudio.console;

import org.jspecify.annotations.NullMarked;
