package io.github.camelaudio.output;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A trace that is being written.
 *
 * @param started when its first line could be written
 */
public record TraceStatus(Path file, Instant started) {}
