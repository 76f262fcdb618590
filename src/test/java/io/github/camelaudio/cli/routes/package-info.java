@NullMarked
package io.github.camelaudio.cli.routes;

import org.jspecify.annotations.NullMarked;
