package io.github.camelaudio.wire;

/**
 * Fired through a pipeline whose decoder refuses what comes, and closes it.
 *
 * @param reason for people
 */
public record DecodeFailedEvent(String reason) {}
