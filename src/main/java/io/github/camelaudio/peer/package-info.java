/**
 * A link to one peer: a connection with a queue before it, which comes back by itself. No Camel.
 */
@NullMarked
package io.github.camelaudio.peer;

import org.jspecify.annotations.NullMarked;
