@NullMarked
package io.github.camelaudio.wire.srtp.cipher;

import org.jspecify.annotations.NullMarked;
