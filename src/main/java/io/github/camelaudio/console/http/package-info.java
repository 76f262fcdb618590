/** The console's HTTP server: who may connect and do what, limits, and how errors are answered. */
@NullMarked
package io.github.camelaudio.console.http;

import org.jspecify.annotations.NullMarked;
