/**
 * A station: sound to each that connects, or says hello. {@code Station} encodes each block once
 * and gives it to its {@code Audience}s, one for each event loop, which hand it to their {@code
 * Listener}s, each with a bounded queue; a {@code ListenerAcceptor} admits them. No Camel.
 */
@NullMarked
package io.github.camelaudio.station;

import org.jspecify.annotations.NullMarked;
