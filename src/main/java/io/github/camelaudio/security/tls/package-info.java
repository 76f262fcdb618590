/** Certificates and keys of TLS from PEM files that may change, and how peers are checked. */
@NullMarked
package io.github.camelaudio.security.tls;

import org.jspecify.annotations.NullMarked;
