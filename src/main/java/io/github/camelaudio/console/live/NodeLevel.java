package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;

/**
 * What goes into one node of a route.
 *
 * @param blocks how many came since the route was made
 * @param format of the latest one
 * @param peakDecibels the highest sample since the last look, of full scale, at least {@link
 *     Level#FLOOR_DECIBELS}
 */
public record NodeLevel(long blocks, PcmFormat format, double peakDecibels) {}
