/**
 * What engines share: queues, loops that go on after a failure, values of options, failures in
 * words. No Camel.
 */
@NullMarked
package io.github.camelaudio.flow;

import org.jspecify.annotations.NullMarked;
