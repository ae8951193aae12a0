package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.rote.fault.RoteException;
import dev.rote.report.Svg.Shape;
import dev.rote.report.Svg.Spot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Parallel coordinates: where lines cross the axes, and that the PNG is the SVG.
class ParallelFigureTest {
  private static Svg draw(Parallel.Dimension... dimensions) {
    List<Parallel.Ray> rays =
        List.of(
            new Parallel.Ray("best", true),
            new Parallel.Ray("middle", true),
            new Parallel.Ray("last", false));
    Parallel chart = new Parallel("Title", "", List.of(dimensions), rays);
    return ParallelFigure.draw("p-1", chart, ParallelFigure.WIDE);
  }

  private static Parallel.Dimension dimension(String... values) {
    return new Parallel.Dimension("key", List.of(values));
  }

  private static List<Spot> ray(Svg svg, String kind) {
    return svg.shapes().stream()
        .filter(shape -> shape.tag().equals("polyline") && shape.kind().equals(kind))
        .map(Shape::spots)
        .findFirst()
        .orElseThrow();
  }

  private static double tick(Svg svg, String text) {
    return svg.shapes().stream()
        .filter(shape -> shape.text().equals(text))
        .mapToDouble(shape -> shape.spots().getFirst().y() - 4)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void draw_numbersFarApart_standByTheirLogarithms() {
    Svg svg = draw(dimension("0.001", "0.01", "0.1"), dimension("1", "2", "9"));
    double low = ray(svg, "ray best").getFirst().y();
    double middle = ray(svg, "ray").getFirst().y();
    double high = ray(svg, "ray part").getFirst().y();
    assertThat(middle).isCloseTo((low + high) / 2, offset(1e-9));
    assertThat(tick(svg, "0.001")).isEqualTo(low);
    assertThat(ray(svg, "ray").getLast().y()).isEqualTo(tick(svg, "2"));
  }

  @Test
  void draw_words_haveAPlaceEach() {
    Svg svg = draw(dimension("relu", "tanh", "relu"), dimension("1", "2", "3"));
    assertThat(ray(svg, "ray best").getFirst()).isEqualTo(ray(svg, "ray part").getFirst());
    assertThat(ray(svg, "ray").getFirst().y()).isEqualTo(tick(svg, "tanh"));
  }

  @Test
  void draw_lineWithoutAResult_endsBeforeIt() {
    Svg svg = draw(dimension("1", "2", "3"), dimension("1", "2", "3"), dimension("5", "6", "–"));
    assertThat(ray(svg, "ray best")).hasSize(3);
    assertThat(ray(svg, "ray part")).hasSize(2);
  }

  @Test
  void png_bestLine_hasTheColourOfTheStyleSheetWhereTheSvgHasIt() throws IOException {
    Svg svg = draw(dimension("1", "2", "3"), dimension("1", "2", "3"));
    BufferedImage image =
        Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(Raster.png(svg, 2))));
    List<Spot> best = ray(svg, "ray best");
    double x = (best.getFirst().x() + best.getLast().x()) / 2;
    double y = (best.getFirst().y() + best.getLast().y()) / 2;
    int blue = Integer.decode(StyleSheet.own().variable("s0"));
    assertThat(image.getRGB((int) (2 * x), (int) (2 * y)) & 0xFFFFFF).isEqualTo(blue);
    assertThat(image.getWidth()).isEqualTo(1440);
  }

  @Test
  void parallel_valueMissing_isRefused() {
    assertThatThrownBy(() -> draw(dimension("1", "2", "3"), dimension("1", "2")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("a value to each of 3 lines");
  }
}
