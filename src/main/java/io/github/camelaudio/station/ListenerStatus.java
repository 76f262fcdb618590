package io.github.camelaudio.station;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one listener of a station stands at one moment.
 *
 * @param id unique in this process, from 1 on
 * @param peer its address
 * @param key the name of the shared key that it has shown; null when none was asked for
 * @param queuedMillis how much sound waits for its socket
 * @param droppedBlocks what it lost because it lagged
 * @param sentBlocks what was sent to all since it joined, without those that it lost
 */
public record ListenerStatus(
    long id,
    String peer,
    @Nullable String key,
    Instant joined,
    long queuedMillis,
    long droppedBlocks,
    long sentBlocks) {}
