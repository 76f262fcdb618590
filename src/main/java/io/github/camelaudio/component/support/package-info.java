/** What all endpoints share: options, status, health, producers and consumers of blocks. */
@NullMarked
package io.github.camelaudio.component.support;

import org.jspecify.annotations.NullMarked;
