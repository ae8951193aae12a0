package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Contrast as the Web Content Accessibility Guidelines 2.2 define it, level AA.
class StyleSheetTest {

  private static final double TEXT = 4.5;
  private static final double GRAPHICS = 3;
  private static final String DARK = "@media screen and (prefers-color-scheme: dark)";

  private static String css() throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// The rules that count in a theme: the dark ones come after the light ones and win.
  private static String theme(String name) throws IOException {
    String css = css();
    int dark = css.indexOf(DARK);
    int print = css.indexOf("@media print");
    assertThat(dark).isBetween(1, print);
    return name.equals("light") ? css.substring(0, dark) : css.substring(0, print);
  }

  private static Map<String, String> found(String css, String pattern) {
    Map<String, String> values = new HashMap<>();
    Matcher matcher = Pattern.compile(pattern).matcher(css);
    while (matcher.find()) {
      values.put(matcher.group(1), matcher.group(2));
    }
    return values;
  }

  private static String colour(Map<String, String> colours, String name) {
    return Optional.ofNullable(colours.get(name)).orElseThrow(() -> new AssertionError(name));
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double channel = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum +=
          weights[i]
              * (channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  private static double contrast(String a, String b) {
    double lighter = Math.max(luminance(a), luminance(b));
    double darker = Math.min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void variables_textAndLines_standOutFromThePage(String theme) throws IOException {
    Map<String, String> colours = found(theme(theme), "--([a-z0-9-]+): (#[0-9a-f]{6});");
    String page = colour(colours, "page");

    assertThat(colours).hasSizeGreaterThan(20);
    for (String name : new String[] {"ink", "soft", "link", "t0", "t1", "t2", "t3", "t4", "t5"}) {
      assertThat(contrast(colour(colours, name), page)).as(name).isGreaterThanOrEqualTo(TEXT);
    }
    assertThat(contrast(colour(colours, "ink"), colour(colours, "wash")))
        .isGreaterThanOrEqualTo(TEXT);
    for (String name : new String[] {"good", "some", "bad"}) {
      assertThat(contrast(colour(colours, name), colour(colours, name + "-wash")))
          .as(name)
          .isGreaterThanOrEqualTo(TEXT);
    }
    for (String name : new String[] {"s0", "s1", "s2", "s3", "s4", "s5"}) {
      assertThat(contrast(colour(colours, name), page)).as(name).isGreaterThanOrEqualTo(GRAPHICS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void matrix_numbers_standOutFromTheirCells(String theme) throws IOException {
    String css = theme(theme);
    Map<String, String> cells = found(css, "\\.cell\\.([a-z]+[0-9]) \\{ fill: (#[0-9a-f]{6}); \\}");
    String plain = colour(found(css, "svg text\\.(count) \\{ fill: (#[0-9a-f]{6});"), "count");
    Map<String, String> numbers = new HashMap<>();
    Matcher rules =
        Pattern.compile("(svg text\\.count\\.[^{]*) \\{ fill: (#[0-9a-f]{6}); \\}").matcher(css);
    while (rules.find()) {
      for (String selector : rules.group(1).split(", ", -1)) {
        numbers.put(selector.substring(selector.lastIndexOf('.') + 1), rules.group(2));
      }
    }

    assertThat(cells).hasSize(2 * (HeatMap.SHADES + 1));
    cells.forEach(
        (cell, colour) ->
            assertThat(contrast(numbers.containsKey(cell) ? colour(numbers, cell) : plain, colour))
                .as(cell)
                .isGreaterThanOrEqualTo(TEXT));
  }

  @Test
  void file_hasNoCharacterThatMarkupWouldEscape() throws IOException {
    assertThat(css()).doesNotContainPattern("[<>&\"']");
  }
}
