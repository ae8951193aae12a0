package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.testkit.FashionSample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real race, too short to mean anything, of the engine `jvm` against itself or alone.
class RaceTest {
  private static final Pace TINY = new Pace(3, 0.004);

  private final StringWriter shown = new StringWriter();

  @TempDir private Path folder = Path.of("");

  private Results race(int lanes) {
    Engine jvm = Engines.named("jvm");
    List<Engine> engines = lanes == 1 ? List.of(jvm) : List.of(jvm, jvm);
    return Race.race(
        Heat.quick(), engines, FashionSample.split().train(), TINY, new PrintWriter(shown, true));
  }

  private JsonNode kept(Results results) throws Exception {
    results.write(folder);
    return JsonMapper.builder().build().readTree(Files.readString(folder.resolve("race.json")));
  }

  @Test
  void json_twoSystems_hasARowForEachSystemAndHeat() throws Exception {
    JsonNode json = kept(race(2));
    assertThat(json.get("rows").size()).isEqualTo(2 * Heat.quick().size());
    for (JsonNode row : json.get("rows")) {
      assertThat(row.propertyNames())
          .containsExactlyInAnyOrder(
              "system", "network", "batch", "threads", "examples_per_second", "min", "max");
      assertThat(row.get("system").asString()).isEqualTo("jvm");
      assertThat(row.get("network").asString()).isEqualTo("784-128-64-10");
      double median = row.get("examples_per_second").asDouble();
      assertThat(median).isBetween(row.get("min").asDouble(), row.get("max").asDouble());
      assertThat(row.get("min").asDouble()).isPositive();
    }
    assertThat(json.get("rows").get(2).get("batch").asInt()).isEqualTo(1);
    assertThat(json.get("rows").get(2).get("threads").asInt()).isEqualTo(2);
  }

  @Test
  void json_twoSystems_comparesTheMediansAndTheLosses() throws Exception {
    JsonNode json = kept(race(2));
    assertThat(json.get("ratios").size()).isEqualTo(Heat.quick().size());
    for (int h = 0; h < Heat.quick().size(); h++) {
      double first = json.get("rows").get(2 * h).get("examples_per_second").asDouble();
      double second = json.get("rows").get(2 * h + 1).get("examples_per_second").asDouble();
      JsonNode ratio = json.get("ratios").get(h);
      assertThat(ratio.get("systems").asString()).isEqualTo("jvm/jvm");
      assertThat(ratio.get("ratio").asDouble()).isEqualTo(first / second);
      assertThat(ratio.get("loss_difference").asDouble()).isZero();
    }
  }

  @Test
  void json_oneSystem_namesMachineVersionsAndDate() throws Exception {
    JsonNode json = kept(race(1));
    assertThat(json.get("machine").propertyNames())
        .containsExactly("cpu", "cores", "system", "java");
    assertThat(json.get("versions").get("jvm").asString()).contains("kernels");
    assertThat(json.get("date").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(json.get("ratios").isEmpty()).isTrue();
  }

  @Test
  void markdown_twoSystems_hasARowForEachHeatAndTheBestOfThreadsForEachBatch() throws Exception {
    race(2).write(folder);
    List<String> page = Files.readAllLines(folder.resolve("race.md"));
    assertThat(page).contains("| network | batch | threads | jvm | jvm | jvm/jvm |");
    assertThat(page).contains("| network | batch | jvm | jvm | jvm/jvm |");
    String speed = " \\| [\\d,]+ \\([\\d,]+–[\\d,]+\\)";
    for (Heat heat : Heat.quick()) {
      String key = "\\| 784-128-64-10 \\| " + heat.batch() + " \\| " + heat.threads();
      assertThat(page.stream().filter(row -> row.matches(key + speed + speed + " \\| [\\d.]+ \\|")))
          .as(heat.toString())
          .hasSize(1);
    }
    String best = " \\| [\\d,]+ with (1 thread|2 threads)";
    assertThat(
            page.stream()
                .filter(row -> row.matches("\\| [\\d-]+ \\| \\d+" + best + best + " \\| .*")))
        .hasSize(2);
    assertThat(shown.toString()).contains(String.join("\n", page));
  }

  @Test
  void race_asItGoes_tellsHowLongItTakesAndEachHeat() {
    race(1);
    List<String> lines = shown.toString().lines().toList();
    assertThat(lines.get(2)).contains("heats: 4, rounds: 3").contains("about 0:00");
    for (int h = 0; h < Heat.quick().size(); h++) {
      assertThat(lines.get(3 + h)).startsWith(Heat.quick().get(h) + "  jvm ");
    }
    assertThat(lines.get(3)).contains("ETA");
  }

  @Test
  void difference_ofLosses_isTheLargestShare() {
    double[] a = {2, 1, 0};
    double[] b = {2, 0.75, 0};
    assertThat(Contest.difference(a, b)).isEqualTo(0.25);
  }

  @Test
  void run_systemThatIsNotInstalled_isOneLine() {
    StringWriter errors = new StringWriter();
    String[] words = {"--systems", "jvm,absent", "--out", folder.toString()};
    assertThat(Race.run(new PrintWriter(shown, true), new PrintWriter(errors, true), words))
        .isEqualTo(1);
    assertThat(errors.toString().lines()).hasSize(1);
    assertThat(errors.toString()).startsWith("race: choose an engine").contains("\"absent\"");
    assertThat(shown.toString()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void run_noRounds_isOneLine() {
    StringWriter errors = new StringWriter();
    String[] words = {"--systems", "jvm", "--rounds", "0"};
    assertThat(Race.run(new PrintWriter(shown, true), new PrintWriter(errors, true), words))
        .isEqualTo(1);
    assertThat(errors.toString()).contains("raise --rounds");
  }
}
