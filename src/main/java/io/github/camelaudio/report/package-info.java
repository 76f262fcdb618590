/**
 * What people look at afterwards: pictures, and words that sum up. Draws with JFreeChart, without a
 * display; nothing here runs while sound does, unless it says so.
 *
 * <pre>
 *   speaker: trace=trace.csv ── trace.csv ── TraceReader ─┬─ TraceSurvey   1st reading: how long, who
 *                                                         └─ StreamTrace   2nd: one per stream drawn
 *                                                               └─ Verdict, TraceChart ── trace.png
 * </pre>
 */
@NullMarked
package io.github.camelaudio.report;

import org.jspecify.annotations.NullMarked;
