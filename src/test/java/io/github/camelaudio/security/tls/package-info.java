@NullMarked
package io.github.camelaudio.security.tls;

import org.jspecify.annotations.NullMarked;
