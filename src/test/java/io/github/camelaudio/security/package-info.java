@NullMarked
package io.github.camelaudio.security;

import org.jspecify.annotations.NullMarked;
