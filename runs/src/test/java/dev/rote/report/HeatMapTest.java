package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeatMapTest {

  @Test
  void draw_countsStandInRowsByGivenClass() {
    Page map = Page.of(HeatMap.draw(Reports.confusion(), true).toString()).part("/svg");

    assertThat(map.texts(".//text[contains(@class, 'count')]"))
        .containsExactly("8", "2", "4", "5", "1");
    assertThat(map.attributes(".//text[contains(@class, 'count')]", "y").subList(0, 2))
        .containsOnly(map.attributes(".//text[contains(@class, 'count')]", "y").getFirst());
    assertThat(map.all(".//rect")).hasSize(9);
    assertThat(map.texts(".//text[@class='class end']")).isEqualTo(Reports.NAMES);
  }

  @Test
  void draw_shadesFollowTheShareOfTheRow() {
    Page map = Page.of(HeatMap.draw(Reports.confusion(), false).toString()).part("/svg");

    // Right: ⌈8 share⌉. Wrong: ⌈8 √share⌉. Row 0 is 8, 2, 0 of 10; row 1 is 4, 5, 1; row 2 empty.
    assertThat(map.attributes(".//rect", "class"))
        .containsExactly(
            "cell right7",
            "cell wrong4",
            "cell wrong0",
            "cell wrong6",
            "cell right4",
            "cell wrong3",
            "cell wrong0",
            "cell wrong0",
            "cell right0");
  }

  @Test
  void draw_longNames_areShortened() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("a very long class name indeed", "b"));
    Page map = Page.of(HeatMap.draw(matrix, true).toString());

    assertThat(map.texts("//text[@class='class end']")).containsExactly("a very long cla…", "b");
  }

  @Test
  void draw_columnNames_areSlantedOnlyIfTheyMust() {
    Page digits = Page.of(HeatMap.draw(new ConfusionMatrix(List.of("7", "10")), true).toString());
    Page words = Page.of(HeatMap.draw(new ConfusionMatrix(List.of("7", "shirt")), true).toString());

    assertThat(digits.texts("//text[@class='class middle']")).containsExactly("7", "10");
    assertThat(digits.all("//text[@transform]")).isEmpty();
    assertThat(words.texts("//text[@transform]")).containsExactly("7", "shirt");
  }

  @Test
  void key_saysHowEachClassFared() {
    Page page = Page.of(Reports.full().html()).part("//section[@id='confusion']");

    assertThat(page.texts(".//tbody/tr/*"))
        .containsExactly(
            "shirt",
            "80.0\u202f%",
            "coat (2)",
            "coat",
            "50.0\u202f%",
            "shirt (4)",
            "ankle boot",
            "–",
            "–");
    assertThat(page.texts("./p").getFirst()).startsWith("65.0\u202f% of 20 held-out examples");
  }
}
