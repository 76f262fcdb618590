package io.github.camelaudio.file;

/**
 * What came of completing a file that its writer left open.
 *
 * @param changed whether something was written
 * @param sentence what the file said of its length, and what it says now
 */
public record Repaired(boolean changed, String sentence) {}
