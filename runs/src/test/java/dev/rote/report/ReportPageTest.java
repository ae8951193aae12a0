package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ReportPageTest {

  @Test
  void html_fullReport_needsNothingOutsideItself() {
    Page page = Page.of(Reports.full().html());

    assertThat(page.all("//script | //link | //iframe | //object | //embed | //form")).isEmpty();
    assertThat(page.all("//*[@*[starts-with(name(), 'on')]]")).isEmpty();
    assertThat(page.attributes("//*[@href]", "href")).isNotEmpty().allMatch(h -> h.startsWith("#"));
    assertThat(page.attributes("//*[@src]", "src"))
        .isNotEmpty()
        .allMatch(source -> source.startsWith("data:image/png;base64,"));
    assertThat(page.texts("//style"))
        .singleElement()
        .asString()
        .doesNotContain("url(", "@import", "http");
  }

  @Test
  void html_everySection_isInTheContents() {
    Page page = Page.of(Reports.full().html());
    List<String> ids = page.attributes("//main/section", "id");

    assertThat(ids)
        .containsExactly("claims", "charts", "tables", "confusion", "mistakes", "recipes", "facts");
    assertThat(page.attributes("//nav//a", "href"))
        .isEqualTo(ids.stream().map(i -> "#" + i).toList());
    assertThat(page.texts("//nav//a")).isEqualTo(page.texts("//main/section/h2"));
  }

  @Test
  void html_fullReport_keepsTheRulesOfAccessibleMarkup() {
    Page page = Page.of(Reports.full().html());
    List<String> ids = page.attributes("//*[@id]", "id");
    List<String> named = new ArrayList<>();
    page.attributes("//*[@aria-labelledby]", "aria-labelledby")
        .forEach(value -> Collections.addAll(named, value.split(" ", -1)));

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(named);
    assertThat(page.all("/html[@lang='en']")).hasSize(1);
    assertThat(page.all("//h1")).hasSize(1);
    assertThat(page.all("//table[not(caption)]")).isEmpty();
    assertThat(page.all("//th[not(@scope)]")).isEmpty();
    assertThat(page.all("//img[not(@alt) or not(@width) or not(@height)]")).isEmpty();
    assertThat(page.all("//svg[@role='img'][not(title) or not(desc)]")).isEmpty();
    assertThat(page.all("//svg[not(@role='img') and not(@aria-hidden='true')]")).isEmpty();
  }

  @Test
  void html_hostileText_isShownAsText() {
    String hostile = "<script>alert(1)</script> & \"quotes\" ' ]]> \u0000\u001b \ud800";
    String shown = "<script>alert(1)</script> & \"quotes\" ' ]]> \ufffd\ufffd \ufffd";
    Claim claim =
        new Claim(hostile, hostile, hostile, hostile, hostile, Verdict.HOLDS_ONLY_IF, hostile);
    Experiment experiment =
        new Experiment("a", hostile, hostile, hostile, List.of(Reports.diverged(1, 2)));
    ConfusionMatrix matrix = new ConfusionMatrix(List.of(hostile, "b", "c"));
    matrix.add(0, 1);
    String html =
        new ReproductionReport(
                hostile,
                hostile,
                List.of(claim),
                List.of(experiment),
                List.of(hostile(hostile)),
                matrix,
                List.of(new Mistake(0, 0, 1, 1, -1)),
                Reports.data(),
                List.of(hostile, hostile, hostile),
                List.of(new Fact(hostile, hostile)))
            .html();
    Page page = Page.of(html);

    assertThat(html).doesNotContain("<script");
    assertThat(page.all("//script")).isEmpty();
    assertThat(
            page.texts(
                "//h1 | //title[parent::head] | //section[@id='q']/h2 | //section[@id='q']/p | //h3"
                    + " | //figure/p | //table[@class='grid-table']//td/strong"
                    + " | //summary/span[1] | //code | //dd"))
        .hasSize(11)
        .allMatch(text -> text.equals(shown) || text.equals("✓ " + shown));
  }

  private static Chapter hostile(String text) {
    Grid grid =
        new Grid(
            text,
            text,
            text,
            List.of(text),
            List.of(new Grid.Row(text, text, List.of(new Grid.Cell(text, true)))));
    Comparison comparison =
        new Comparison(
            text,
            text,
            List.of("a", "a"),
            Metric.HELD_OUT_ACCURACY,
            List.of(new Reference(text, 0.5)));
    return new Chapter("q", text, List.of(text), List.of(comparison, grid));
  }

  @Test
  void html_equalReports_giveEqualBytes() {
    assertThat(Reports.full().html()).isEqualTo(Reports.full().html());
  }

  @Test
  void html_styleSheet_isTheFileAsItIs() throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      // Browsers read <style> raw: an escaped character in it would stay escaped.
      assertThat(Reports.full().html()).contains("<style>\n" + file + "</style>");
    }
  }

  @Test
  void html_emptyReport_saysThatNothingWasMeasured() {
    Page page = Page.of(Reports.of(List.of(), List.of()).html());

    assertThat(page.texts("//header/p")).containsExactly("No claim was measured.");
    assertThat(page.attributes("//main/section", "id")).containsExactly("charts");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100})
  void html_oneSeed_anyNumberOfEpochs_isAPage(int epochs) {
    List<Experiment> experiments = List.of(Reports.experiment("a", Reports.run(7, epochs)));
    Page page = Page.of(Reports.of(experiments, Reports.comparisons("a")).html());

    assertThat(page.all("//figure")).hasSize(Metric.values().length + 1);
    assertThat(page.all("//polygon[contains(@class, 'band')]")).isEmpty();
    assertThat(page.texts("//p[@class='nothing']")).hasSize(epochs == 0 ? 9 : 0);
    assertThat(page.texts("//div[@class='notes']/p[1]")).containsOnly("One seed.");
  }

  @Test
  void html_recipes_areThereInFull() {
    String yaml = "name: a\nnetwork:\n  layers: [128, 64]\n\n  # kept\n";
    Experiment experiment =
        new Experiment("a", "A", "", yaml, List.of(Reports.run(3, 1), Reports.run(9, 1)));
    Page page = Page.of(Reports.of(List.of(experiment), List.of()).html());

    assertThat(page.all("//details//code"))
        .singleElement()
        .extracting(Element::getTextContent)
        .isEqualTo(yaml);
    assertThat(page.texts("//summary")).containsExactly("A seeds 3, 9");
  }

  @Test
  void html_sameRecipeOnTwoEngines_isThereOnce() {
    Experiment jvm = Reports.experiment("jvm", Reports.run(3, 1));
    Experiment torch = new Experiment("torch", "T", "", jvm.recipeYaml(), jvm.runs());
    Page page = Page.of(Reports.of(List.of(jvm, torch), List.of()).html());

    assertThat(page.texts("//summary")).containsExactly("line jvm; T seed 3");
  }

  @Test
  void html_facts_areAListOfNamesAndValues() {
    Page page = Page.of(Reports.full().html()).part("//section[@id='facts']");

    assertThat(page.texts(".//dt")).containsExactly("JDK", "Engine");
    assertThat(page.texts(".//dd")).containsExactly("25", "jvm");
  }

  @Test
  void html_mistakes_showTheirPicturesAndNames() {
    Page page = Page.of(Reports.full().html()).part("//section[@id='mistakes']");
    String source = page.attributes(".//img", "src").getFirst();
    byte[] png = Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1));

    assertThat(page.texts(".//figcaption"))
        .containsExactly(
            "ankle boot taken for shirt loss 3.250 example 1",
            "shirt taken for coat loss 1.500 example 3");
    assertThat(png).isEqualTo(Picture.png(Reports.data(), 1, 4));
  }
}
