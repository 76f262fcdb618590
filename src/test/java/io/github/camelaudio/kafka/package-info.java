@NullMarked
package io.github.camelaudio.kafka;

import org.jspecify.annotations.NullMarked;
