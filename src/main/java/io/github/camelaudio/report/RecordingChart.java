package io.github.camelaudio.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * The picture of a recording: its waveform, below it peaks and loudness; red is what is missing.
 */
final class RecordingChart {

  static final int WIDTH = 1_600;
  static final int HEIGHT = 800;

  static final Color WAVE = new Color(0x00, 0x72, 0xB2);
  static final Color LOUDNESS = new Color(0xE6, 0x9F, 0x00);

  /** A gap of one frame is seen, too. */
  private static final double MIN_GAP_SHARE = 1.5 / WIDTH;

  /** Lower levels are drawn here. */
  private static final double FLOOR_DB = -80;

  private final RecordingSummary summary;
  private final Waveform waveform;
  private final TimeScale unit;

  RecordingChart(RecordingSummary summary, Waveform waveform) {
    this.summary = summary;
    this.waveform = waveform;
    this.unit = TimeScale.of(summary.seconds(waveform.frames()));
  }

  BufferedImage draw(String name) {
    NumberAxis time = Pictures.axis(unit.title());
    time.setAutoRange(false);
    time.setRange(0, Math.max(x(waveform.frames()), 1e-3));
    CombinedDomainXYPlot column = new CombinedDomainXYPlot(time);
    column.setGap(12);
    column.add(wave(), 3);
    column.add(levels(), 2);
    for (Object panel : column.getSubplots()) {
      markGaps((XYPlot) panel);
    }
    JFreeChart chart =
        new JFreeChart(
            name + ": " + summary.text(), Pictures.bold(Pictures.LARGE_POINTS), column, false);
    chart.setBackgroundPaint(Color.WHITE);
    LegendTitle legend = new LegendTitle(column);
    legend.setItemFont(Pictures.font(Pictures.SMALL_POINTS));
    legend.setPosition(RectangleEdge.BOTTOM);
    chart.addLegend(legend);
    return chart.createBufferedImage(WIDTH, HEIGHT);
  }

  private double x(long frame) {
    return unit.in(summary.seconds(frame));
  }

  private XYPlot wave() {
    XYIntervalSeries series = new XYIntervalSeries("waveform, all channels");
    for (int i = 0; i < waveform.columns(); i++) {
      double from = x(i * waveform.columnFrames());
      double to = x((i + 1) * waveform.columnFrames());
      double low = waveform.least(i);
      double high = waveform.most(i);
      series.add((from + to) / 2, from, to, high, low, high);
    }
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    data.addSeries(series);
    XYBarRenderer renderer = new XYBarRenderer();
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setUseYInterval(true);
    renderer.setSeriesPaint(0, WAVE);
    XYPlot plot = new XYPlot(data, null, Pictures.axis("1 is full scale"), renderer);
    double edge = Math.max(1, summary.peak()) * 1.02;
    plot.getRangeAxis().setRange(-edge, edge);
    Pictures.dress(plot);
    return plot;
  }

  private XYPlot levels() {
    XYSeries peaks = new XYSeries("peak, dBFS");
    XYSeries loudness = new XYSeries("momentary loudness, LUFS");
    // Values come every 100 ms, except in long gaps: no line leads across them.
    double apart = 1 + summary.format().framesOfMillis(110) / (double) waveform.columnFrames();
    int latest = 0;
    for (int i = 0; i < waveform.columns(); i++) {
      double at = x(i * waveform.columnFrames() + waveform.columnFrames() / 2);
      float peak = Math.max(-waveform.least(i), waveform.most(i));
      peaks.add(at, Math.max(FLOOR_DB, RecordingSummary.decibels(peak)), false);
      if (Float.isFinite(waveform.loudest(i))) {
        if (i - latest > apart) {
          loudness.add(at, Double.NaN, false);
        }
        loudness.add(at, Math.max(FLOOR_DB, waveform.loudest(i)), false);
        latest = i;
      }
    }
    XYSeriesCollection data = new XYSeriesCollection();
    data.addSeries(loudness);
    data.addSeries(peaks);
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setSeriesPaint(0, LOUDNESS);
    renderer.setSeriesStroke(0, new BasicStroke(2.5f));
    renderer.setSeriesPaint(1, WAVE);
    renderer.setSeriesStroke(1, Pictures.THIN);
    XYPlot plot = new XYPlot(data, null, Pictures.axis("dBFS, LUFS"), renderer);
    plot.getRangeAxis().setRange(FLOOR_DB, Math.max(3, RecordingSummary.decibels(summary.peak())));
    Pictures.dress(plot);
    markIntegrated(plot);
    return plot;
  }

  private void markIntegrated(XYPlot plot) {
    if (Double.isInfinite(summary.integratedLufs())) {
      return;
    }
    ValueMarker marker = new ValueMarker(summary.integratedLufs(), Color.BLACK, Pictures.DASHED);
    marker.setLabel(String.format(Locale.ROOT, "%.1f LUFS ", summary.integratedLufs()));
    marker.setLabelFont(Pictures.font(Pictures.SMALL_POINTS));
    marker.setLabelBackgroundColor(Color.WHITE);
    marker.setLabelAnchor(RectangleAnchor.BOTTOM_RIGHT);
    marker.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
    plot.addRangeMarker(marker);
  }

  /** Neighbouring columns as one, so that no band covers another. */
  private void markGaps(XYPlot plot) {
    int columns = waveform.columns();
    double width = x(waveform.frames()) * MIN_GAP_SHARE;
    for (int i = 0; i < columns; i++) {
      if (waveform.missing(i) == 0) {
        continue;
      }
      int from = i;
      while (i < columns && waveform.missing(i) > 0) {
        i++;
      }
      double begin = x(from * waveform.columnFrames());
      double end =
          Math.max(begin + width, x(Math.min(i * waveform.columnFrames(), waveform.frames())));
      IntervalMarker band = new IntervalMarker(begin, end, Pictures.BAD);
      band.setAlpha(1f);
      plot.addDomainMarker(band, Layer.BACKGROUND);
    }
  }
}
