/** The JSON of the console, {@code /api/v1}, as {@code openapi.json} describes it. */
@NullMarked
package io.github.camelaudio.console.api;

import org.jspecify.annotations.NullMarked;
