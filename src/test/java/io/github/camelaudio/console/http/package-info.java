/** Tests of the console's server and who may reach it: no sockets. */
@NullMarked
package io.github.camelaudio.console.http;

import org.jspecify.annotations.NullMarked;
