/** Keys that peers share, and who may reach this program. */
@NullMarked
package io.github.camelaudio.security;

import org.jspecify.annotations.NullMarked;
