package io.github.camelaudio.console.live;

import java.util.Map;

/**
 * What all outputs play.
 *
 * @param outputs the mix of each, by name: {@code speaker:default}
 * @param streams those that are heard, by name: {@code speaker:default/0a1b2c3d}
 */
public record LevelsSnapshot(Map<String, Level> outputs, Map<String, Level> streams) {}
