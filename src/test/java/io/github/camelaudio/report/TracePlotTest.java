package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracePlotTest {

  /** The legend, which has every colour, is below. */
  private static final int PANELS_END = TracePlot.HEIGHT - 60;

  /** The panel of delays, which is the first, ends above; where there is one stream. */
  private static final int DELAYS_END = 470;

  @TempDir Path directory;

  private List<String> verdicts = List.of();

  private BufferedImage draw(Traces trace) throws IOException {
    Path picture = directory.resolve("trace.png");
    verdicts = TracePlot.draw(trace.writeTo(directory.resolve("trace.csv")), picture);
    return ImageIO.read(picture.toFile());
  }

  private static long pixels(BufferedImage image, Color colour, int fromX, int toX, int toY) {
    long count = 0;
    for (int x = fromX; x < toX; x++) {
      for (int y = 0; y < toY; y++) {
        count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
      }
    }
    return count;
  }

  private static long pixels(BufferedImage image, Color colour) {
    return pixels(image, colour, 0, image.getWidth(), PANELS_END);
  }

  /** Red among the delays, from one tenth of the picture's width to another. */
  private static long lateDelays(BufferedImage image, int fromTenth, int toTenth) {
    int tenth = image.getWidth() / 10;
    return pixels(image, Pictures.BAD, fromTenth * tenth, toTenth * tenth, DELAYS_END);
  }

  @Test
  void goodStream_hasItsColourAndNoRed() throws Exception {
    BufferedImage image = draw(new Traces().good(1, 0, 10));
    assertThat(image.getWidth()).isEqualTo(TracePlot.WIDTH);
    assertThat(image.getHeight()).isEqualTo(TracePlot.HEIGHT);
    assertThat(pixels(image, TraceLooks.COLOURS.get(0))).isGreaterThan(3_000);
    assertThat(pixels(image, Pictures.BAD)).isZero();
    assertThat(verdicts).hasSize(1);
  }

  @Test
  void oneLateBlockAmongThousands_isRedAtItsTime() throws Exception {
    Traces trace = new Traces().good(1, 0, 20);
    trace.block(20, 1, -25, 480, 480);
    BufferedImage image = draw(trace.good(1, 20.01, 80));
    // A quarter of the way: not before, not after.
    assertThat(lateDelays(image, 0, 2)).isZero();
    assertThat(lateDelays(image, 2, 3)).isGreaterThanOrEqualTo(9);
    assertThat(lateDelays(image, 3, 10)).isZero();
    assertThat(pixels(image, Pictures.BAD)).as("a bar, too").isGreaterThan(200);
  }

  @Test
  void loss_isABarOfTheStreamsColourWithoutRed() throws Exception {
    Traces trace = new Traces().good(1, 0, 10);
    long before = pixels(draw(trace), TraceLooks.COLOURS.get(0));
    BufferedImage image = draw(trace.block(10.5, 1, 30, 24_000, 0));
    assertThat(pixels(image, TraceLooks.COLOURS.get(0))).isGreaterThan(before + 5_000);
    assertThat(pixels(image, Pictures.BAD)).isZero();
  }

  @Test
  void everyStreamUpToEight_hasItsOwnColour_andTheRestIsSaid() throws Exception {
    Traces trace = new Traces();
    for (int stream = 0; stream < 10; stream++) {
      trace.good(stream, stream, 30);
    }
    BufferedImage image = draw(trace);
    for (Color colour : TraceLooks.COLOURS) {
      assertThat(pixels(image, colour)).as("pixels of %s", colour).isGreaterThan(300);
    }
    assertThat(verdicts).hasSize(8).noneMatch(text -> text.contains("00000009"));
  }

  @Test
  void blockThatIsHoursOff_doesNotFlattenTheOthers() throws Exception {
    Traces trace = new Traces().good(1, 0, 10).block(10, 1, -1e7, 0, 480);
    BufferedImage image = draw(trace.block(10.01, 1, 10, 0, 480));
    assertThat(pixels(image, Pictures.BAD)).isPositive();
    // The line that is aimed at and the blocks 10 ms below it are apart.
    assertThat(rowsOf(image, TraceLooks.COLOURS.get(0).darker())).isPositive();
    assertThat(verdicts.get(0)).contains("worst 10000000 ms late");
  }

  private static int rowsOf(BufferedImage image, Color colour) {
    int rows = 0;
    for (int y = 0; y < PANELS_END; y++) {
      boolean found = false;
      for (int x = 0; x < image.getWidth() && !found; x++) {
        found = image.getRGB(x, y) == colour.getRGB();
      }
      rows += found ? 1 : 0;
    }
    return rows;
  }

  @Test
  void traceOfOneLine_orOfManyEvents_isDrawn() throws Exception {
    draw(new Traces().block(3, 1, 30, 0, 0));
    Traces many = new Traces();
    for (int i = 0; i < 2_000; i++) {
      many.event(i, 1, 0, 0, TraceFormat.Event.RESTART.word());
    }
    draw(many);
    assertThat(verdicts.get(0)).endsWith("no block came, clocks differ by 85 ppm, 2000 restarts");
  }

  @Test
  void traceWithoutBlocks_isNotDrawn() throws Exception {
    assertThatThrownBy(() -> draw(new Traces()))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("has no line below its header");
    assertThat(directory.resolve("trace.png")).doesNotExist();
  }

  @Test
  void picture_neverReplacesTheTrace() throws Exception {
    Path trace = new Traces().good(1, 0, 1).writeTo(directory.resolve("trace.csv"));
    String before = Files.readString(trace);
    assertThatThrownBy(() -> TracePlot.draw(trace, directory.resolve("./trace.csv")))
        .isInstanceOf(TraceException.class);
    assertThat(trace).hasContent(before);
  }

  @Test
  void picture_standsBesideItsTrace() {
    assertThat(TracePlot.pictureOf(Path.of("some", "trace.csv")))
        .isEqualTo(Path.of("some", "trace.png"));
    assertThat(TracePlot.pictureOf(Path.of("trace"))).isEqualTo(Path.of("trace.png"));
  }
}
