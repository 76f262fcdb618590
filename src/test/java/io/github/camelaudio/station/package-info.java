@NullMarked
package io.github.camelaudio.station;

import org.jspecify.annotations.NullMarked;
