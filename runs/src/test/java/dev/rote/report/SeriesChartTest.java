package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.report.SeriesChart.Point;
import dev.rote.report.SeriesChart.Series;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SeriesChartTest {

  private static final SeriesChart CHART =
      new SeriesChart(
          "Training",
          "examples a second",
          "batch",
          true,
          List.of(
              new Series("ours", List.of(point(1, 100), point(32, 300), point(1024, 400))),
              new Series("theirs", List.of(point(1, 10), point(1024, 90)))),
          List.of(new Reference("roofline", 450)));

  private static Point point(double x, double y) {
    return new Point(x, y, 0.9 * y, 1.1 * y);
  }

  private static Document file() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(CHART.file("speed"))));
  }

  private static List<Element> elements(Document document, String tag, String kind) {
    List<Element> found = new ArrayList<>();
    NodeList all = document.getElementsByTagName(tag);
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.getAttribute("class").startsWith(kind)) {
        found.add(element);
      }
    }
    return found;
  }

  @Test
  void file_isWellFormedAndOfTheSvgNamespace() throws Exception {
    Element root = file().getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getAttribute("xmlns")).isEqualTo("http://www.w3.org/2000/svg");
  }

  @Test
  void file_namesLinesLevelsAndAxes() throws Exception {
    assertThat(elements(file(), "text", "").stream().map(Element::getTextContent))
        .contains("Training", "examples a second", "batch", "ours", "theirs", "roofline", "1,024");
  }

  @Test
  void file_hasAMarkForEachPointAndALineForEachSeries() throws Exception {
    assertThat(elements(file(), "polygon", "mark")).hasSize(5);
    assertThat(elements(file(), "polyline", "line")).hasSize(2);
    assertThat(elements(file(), "line", "reference")).hasSize(1);
  }

  @Test
  void file_logarithmic_putsEqualFactorsEquallyFarApart() throws Exception {
    String points = elements(file(), "polyline", "line").getFirst().getAttribute("points");
    List<Double> across = new ArrayList<>();
    Matcher matcher = Pattern.compile("([\\d.]+),").matcher(points);
    while (matcher.find()) {
      across.add(Double.valueOf(matcher.group(1)));
    }
    // 32 is the square root of 1,024; coordinates are written with two decimals.
    assertThat(across.get(1) - across.get(0))
        .isCloseTo(across.get(2) - across.get(1), org.assertj.core.api.Assertions.within(0.02));
  }

  @Test
  void file_carriesBothThemes_andDefinesEveryColourItUses() throws Exception {
    String style = file().getElementsByTagName("style").item(0).getTextContent();
    int dark = style.indexOf("prefers-color-scheme: dark");
    assertThat(dark).isPositive();
    Matcher used = Pattern.compile("var\\((--[a-z0-9]+)\\)").matcher(style);
    while (used.find()) {
      assertThat(style.substring(0, dark)).contains(used.group(1) + ": #");
      assertThat(style.substring(dark)).contains(used.group(1) + ": #");
    }
    assertThat(style.chars().filter(c -> c == '{').count())
        .isEqualTo(style.chars().filter(c -> c == '}').count());
  }
}
