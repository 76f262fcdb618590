package io.github.camelaudio.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.TextTitle;

/** What all pictures share: their looks, and their way into a file, without a display. */
final class Pictures {

  /** What came too late or is missing; no stream has it. */
  static final Color BAD = new Color(0xD7, 0x19, 0x1C);

  static final Color GRID = new Color(0xDD, 0xDD, 0xDD);
  static final BasicStroke THIN = new BasicStroke(1f);
  static final BasicStroke DASHED =
      new BasicStroke(
          1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, new float[] {6f, 4f}, 0f);

  static final int SMALL_POINTS = 12;
  static final int LARGE_POINTS = 17;

  private Pictures() {}

  /**
   * Makes Java draw into memory, and tries its fonts, which it takes from the system.
   *
   * @throws IOException when there are none, with what to install
   */
  static void prepare() throws IOException {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    try {
      font(SMALL_POINTS)
          .getStringBounds("ms", new FontRenderContext(new AffineTransform(), true, true));
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IOException(
          "this Java cannot draw text: install fonts (on Debian: apt-get install fontconfig"
              + " fonts-dejavu-core)",
          e);
    }
  }

  static Font font(int points) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, points);
  }

  static Font bold(int points) {
    return new Font(Font.SANS_SERIF, Font.BOLD, points);
  }

  /** Draws a chart without change events: a chart that repaints for its own changes is slow. */
  static BufferedImage draw(JFreeChart chart, int width, int height) {
    return chart.createBufferedImage(width, height);
  }

  /** Replaces what is there. */
  static void write(BufferedImage image, Path picture) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(picture))) {
      ChartUtils.writeBufferedImageAsPNG(out, image);
    }
  }

  static TextTitle text(String text, Font font) {
    TextTitle title = new TextTitle(text, font);
    title.setPadding(2, 8, 2, 8);
    return title;
  }

  /** White, with a grid that stays behind. */
  static void dress(XYPlot plot) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    plot.setDomainGridlineStroke(THIN);
    plot.setRangeGridlineStroke(THIN);
  }

  static NumberAxis axis(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setLabelFont(font(SMALL_POINTS));
    axis.setTickLabelFont(font(SMALL_POINTS));
    axis.setAutoRangeIncludesZero(true);
    return axis;
  }
}
