package io.github.camelaudio.report;

import io.github.camelaudio.audio.AudioBlock;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;

/** How each stream of a trace looks, as points, lines, bars and in the legend; and what is late. */
final class TraceLooks {

  /** Told apart with colour-blind eyes, too; none is near red. */
  static final List<Color> COLOURS =
      List.of(
          new Color(0x00, 0x72, 0xB2),
          new Color(0xE6, 0x9F, 0x00),
          new Color(0x00, 0x9E, 0x73),
          new Color(0xCC, 0x79, 0xA7),
          new Color(0x56, 0xB4, 0xE9),
          new Color(0x55, 0x55, 0x55),
          new Color(0x8C, 0x8C, 0x00),
          new Color(0x7B, 0x4F, 0x1D));

  /** The most streams that have a colour. */
  static final int MAX_STREAMS = COLOURS.size();

  private static final Shape POINT = new Rectangle2D.Double(-1.5, -1.5, 3, 3);
  private static final Shape LATE_POINT = new Rectangle2D.Double(-2.5, -2.5, 5, 5);
  private static final Shape SWATCH = new Rectangle2D.Double(-6, -6, 12, 12);

  private final List<Long> streams;

  /**
   * @param streams their ids, at most {@link #MAX_STREAMS}
   */
  TraceLooks(List<Long> streams) {
    this.streams = streams;
  }

  XYErrorRenderer pointRenderer() {
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawXError(false);
    renderer.setCapLength(0);
    for (int i = 0; i < streams.size(); i++) {
      renderer.setSeriesPaint(i, COLOURS.get(i));
      renderer.setSeriesShape(i, POINT);
    }
    return renderer;
  }

  XYErrorRenderer lateRenderer() {
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawXError(false);
    renderer.setCapLength(0);
    for (int i = 0; i < streams.size(); i++) {
      renderer.setSeriesPaint(i, Pictures.BAD);
      renderer.setSeriesShape(i, LATE_POINT);
    }
    return renderer;
  }

  XYLineAndShapeRenderer lineRenderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    for (int i = 0; i < streams.size(); i++) {
      renderer.setSeriesPaint(i, COLOURS.get(i).darker());
      renderer.setSeriesStroke(i, new BasicStroke(2f));
    }
    return renderer;
  }

  XYBarRenderer barRenderer(boolean late) {
    XYBarRenderer renderer = new XYBarRenderer();
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setUseYInterval(true);
    for (int i = 0; i < streams.size(); i++) {
      renderer.setSeriesPaint(i, late ? Pictures.BAD : COLOURS.get(i));
    }
    return renderer;
  }

  /** Grey for a stream that is not drawn. */
  Color colourOf(long streamId) {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i) == streamId) {
        return COLOURS.get(i);
      }
    }
    return Color.LIGHT_GRAY;
  }

  LegendItemCollection legend() {
    LegendItemCollection items = new LegendItemCollection();
    for (int i = 0; i < streams.size(); i++) {
      items.add(item(AudioBlock.nameOf(streams.get(i)), COLOURS.get(i)));
    }
    items.add(item("came too late", Pictures.BAD));
    items.add(
        new LegendItem(
            "delay aimed at",
            null,
            null,
            null,
            new Line2D.Double(-9, 0, 9, 0),
            new BasicStroke(2f),
            streams.isEmpty() ? Color.BLACK : COLOURS.get(0).darker()));
    return items;
  }

  private static LegendItem item(String label, Color colour) {
    return new LegendItem(label, null, null, null, SWATCH, colour);
  }
}
