/** What a start leaves for the next one: compiled route files, and an archive of loaded classes. */
@NullMarked
package io.github.camelaudio.cli.cache;

import org.jspecify.annotations.NullMarked;
