/** Routes as nodes and links, for the page. */
@NullMarked
package io.github.camelaudio.console.graph;

import org.jspecify.annotations.NullMarked;
