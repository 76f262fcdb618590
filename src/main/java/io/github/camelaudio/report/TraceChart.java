package io.github.camelaudio.report;

import java.awt.Color;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * The picture of a trace: panels over one axis of time. Each stream has its colour in all of them;
 * red is what came too late.
 */
final class TraceChart {

  /** One block that is seconds off must not flatten all others: delays end at this many targets. */
  private static final double EDGE_TARGETS = 5;

  private static final double MIN_EDGE_TARGET_MILLIS = 200;

  /** The distance between labels of events, as a part of the picture's width. */
  private static final double LABEL_SHARE = 0.04;

  private final List<StreamTrace> streams;
  private final Grid time;
  private final double edgeMillis;
  private final TimeScale unit;
  private final TraceLooks looks;
  private boolean clipped;

  /**
   * @param streams at most {@link TraceLooks#MAX_STREAMS}, all on this grid
   */
  TraceChart(List<StreamTrace> streams, Grid time) {
    this.streams = streams;
    this.time = time;
    this.looks = new TraceLooks(streams.stream().map(StreamTrace::streamId).toList());
    this.unit = TimeScale.of(time.width() * time.bins());
    double target = MIN_EDGE_TARGET_MILLIS;
    for (StreamTrace stream : streams) {
      for (int bin = 0; bin < time.bins(); bin++) {
        target = stream.target().has(bin) ? Math.max(target, stream.target().most(bin)) : target;
      }
    }
    this.edgeMillis = EDGE_TARGETS * target;
  }

  /** The panels, without any title. */
  JFreeChart chart(List<TraceSurvey.Event> events) {
    NumberAxis timeAxis = Pictures.axis(unit.title() + " since the trace began");
    timeAxis.setAutoRange(false);
    timeAxis.setRange(x(time.from()), x(time.start(time.bins())));
    CombinedDomainXYPlot column = new CombinedDomainXYPlot(timeAxis);
    column.setGap(12);
    XYPlot losses = losses();
    column.add(delays(), 5);
    column.add(ranges("buffered, ms", StreamTrace::level), 2);
    column.add(ranges("resampled, ppm", StreamTrace::ratio), 2);
    column.add(losses, 3);
    for (Object panel : column.getSubplots()) {
      mark((XYPlot) panel, events, panel == losses);
    }
    column.setFixedLegendItems(looks.legend());
    JFreeChart chart = new JFreeChart(null, null, column, false);
    chart.setBackgroundPaint(Color.WHITE);
    LegendTitle legend = new LegendTitle(column);
    legend.setItemFont(Pictures.font(Pictures.SMALL_POINTS));
    legend.setPosition(RectangleEdge.BOTTOM);
    chart.addLegend(legend);
    return chart;
  }

  /** Whether delays beyond the picture's edge were drawn at it; known once there is a chart. */
  boolean clipped() {
    return clipped;
  }

  /** Where that edge is, on both sides of 0. */
  double edgeMillis() {
    return edgeMillis;
  }

  private double x(double seconds) {
    return unit.in(seconds);
  }

  private XYPlot delays() {
    XYPlot plot = panel("delay before play-out, ms");
    YIntervalSeriesCollection late = new YIntervalSeriesCollection();
    YIntervalSeriesCollection all = new YIntervalSeriesCollection();
    XYSeriesCollection targets = new XYSeriesCollection();
    for (StreamTrace stream : streams) {
      all.addSeries(series(stream, stream.delay()));
      late.addSeries(lateOnes(stream));
      targets.addSeries(line(stream, stream.target()));
    }
    // The first is drawn last, so that no stream covers another's late blocks.
    plot.setDataset(0, late);
    plot.setRenderer(0, looks.lateRenderer());
    plot.setDataset(1, targets);
    plot.setRenderer(1, looks.lineRenderer());
    plot.setDataset(2, all);
    plot.setRenderer(2, looks.pointRenderer());
    ValueMarker due = new ValueMarker(0, Color.BLACK, Pictures.THIN);
    plot.addRangeMarker(due);
    return plot;
  }

  private XYPlot ranges(String label, Function<StreamTrace, Bins> values) {
    XYPlot plot = panel(label);
    YIntervalSeriesCollection all = new YIntervalSeriesCollection();
    streams.forEach(stream -> all.addSeries(series(stream, values.apply(stream))));
    plot.setDataset(all);
    plot.setRenderer(looks.pointRenderer());
    return plot;
  }

  private XYPlot losses() {
    XYPlot plot = panel("ms per second: concealed, too late");
    XYIntervalSeriesCollection late = new XYIntervalSeriesCollection();
    XYIntervalSeriesCollection concealed = new XYIntervalSeriesCollection();
    for (int i = 0; i < streams.size(); i++) {
      StreamTrace stream = streams.get(i);
      concealed.addSeries(bars(stream, i, stream::concealedPerSecond));
      late.addSeries(bars(stream, i, stream::latePerSecond));
    }
    plot.setDataset(0, late);
    plot.setRenderer(0, looks.barRenderer(true));
    plot.setDataset(1, concealed);
    plot.setRenderer(1, looks.barRenderer(false));
    return plot;
  }

  private XYPlot panel(String label) {
    XYPlot plot = new XYPlot(null, null, Pictures.axis(label), null);
    Pictures.dress(plot);
    return plot;
  }

  private YIntervalSeries series(StreamTrace stream, Bins values) {
    YIntervalSeries series = new YIntervalSeries(stream.streamId());
    for (int bin = 0; bin < time.bins(); bin++) {
      if (values.has(bin)) {
        double least = atEdge(values.least(bin), values == stream.delay());
        double most = atEdge(values.most(bin), values == stream.delay());
        series.add(x(time.middle(bin)), most, least, most);
      }
    }
    return series;
  }

  private YIntervalSeries lateOnes(StreamTrace stream) {
    YIntervalSeries series = new YIntervalSeries(stream.streamId());
    for (int bin = 0; bin < time.bins(); bin++) {
      if (stream.delay().has(bin) && stream.delay().least(bin) < 0) {
        double least = atEdge(stream.delay().least(bin), true);
        double most = atEdge(Math.min(0, stream.delay().most(bin)), true);
        series.add(x(time.middle(bin)), least, least, most);
      }
    }
    return series;
  }

  private double atEdge(double millis, boolean isDelay) {
    if (!isDelay || Math.abs(millis) <= edgeMillis) {
      return millis;
    }
    clipped = true;
    return Math.copySign(edgeMillis, millis);
  }

  private XYSeries line(StreamTrace stream, Bins values) {
    XYSeries series = new XYSeries(stream.streamId());
    for (int bin = 0; bin < time.bins(); bin++) {
      if (values.has(bin)) {
        series.add(x(time.middle(bin)), values.mean(bin), false);
      }
    }
    return series;
  }

  /** A stream's share of each bar's width, beside the other streams'. */
  private XYIntervalSeries bars(StreamTrace stream, int place, IntToDoubleFunction height) {
    XYIntervalSeries series = new XYIntervalSeries(stream.streamId());
    Grid grid = stream.bars();
    double slot = grid.width() / streams.size();
    for (int bar = 0; bar < grid.bins(); bar++) {
      double value = height.applyAsDouble(bar);
      if (value > 0) {
        double from = x(grid.start(bar) + place * slot);
        double to = x(grid.start(bar) + (place + 1) * slot);
        series.add((from + to) / 2, from, to, value, 0, value);
      }
    }
    return series;
  }

  private void mark(XYPlot plot, List<TraceSurvey.Event> events, boolean withWords) {
    double labelled = Double.NEGATIVE_INFINITY;
    for (TraceSurvey.Event event : events) {
      Color colour = looks.colourOf(event.streamId());
      ValueMarker marker = new ValueMarker(x(event.seconds()), colour, Pictures.DASHED);
      double apart = LABEL_SHARE * time.width() * time.bins();
      if (withWords && event.seconds() - labelled >= apart) {
        labelled = event.seconds();
        marker.setLabel(" " + event.word());
        marker.setLabelPaint(colour);
        marker.setLabelBackgroundColor(Color.WHITE);
        marker.setLabelFont(Pictures.font(Pictures.SMALL_POINTS));
        boolean atRight = event.seconds() > time.start(time.bins()) - 2 * apart;
        marker.setLabelAnchor(atRight ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(atRight ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
      }
      plot.addDomainMarker(marker);
    }
  }
}
