/** Blocks as messages, for components that carry bytes: a data format and converters. */
@NullMarked
package io.github.camelaudio.component.message;

import org.jspecify.annotations.NullMarked;
