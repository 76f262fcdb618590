/**
 * A station that whoever tunes in hears, and tuning in to one. {@code Station} encodes each block
 * once and gives it to its {@code Audience}s, one for each event loop, which hand it to their
 * {@code Listener}s, each with a bounded queue; how listeners come (by connecting, or by saying
 * hello) is the {@code Reception}'s. The other way, a {@code Tuner} keeps the connection.
 */
@NullMarked
package io.github.camelaudio.component.radio;

import org.jspecify.annotations.NullMarked;
