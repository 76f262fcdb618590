@NullMarked
package io.github.camelaudio.report;

import org.jspecify.annotations.NullMarked;
