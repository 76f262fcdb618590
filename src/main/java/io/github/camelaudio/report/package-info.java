/**
 * What people look at afterwards: pictures, and words that sum up. Draws with JFreeChart, without a
 * display. {@link io.github.camelaudio.report.RecordingReport} listens in while sound is recorded;
 * nothing else here runs while sound does.
 *
 * <pre>
 *   speaker: trace=trace.csv ── trace.csv ── TraceReader ─┬─ TraceSurvey   1st reading: how long, who
 *                                                         └─ StreamTrace   2nd: one per stream drawn
 *                                                               └─ Verdict, TraceChart ── trace.png
 *
 *   a recorder ── RecordingReport ─┬─ Waveform, GapList, Loudness, TruePeak    while it records
 *                                  └─ RecordingSummary, RecordingChart ── take.wav.json, take.wav.png
 * </pre>
 */
@NullMarked
package io.github.camelaudio.report;

import org.jspecify.annotations.NullMarked;
