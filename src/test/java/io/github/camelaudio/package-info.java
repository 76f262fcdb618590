/** Tests of the command line, the documents and the build. */
@NullMarked
package io.github.camelaudio;

import org.jspecify.annotations.NullMarked;
