package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.bench.Nearness.Seen;
import dev.rote.runs.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultsTest {
  private static final Seen SEEN = new Seen(1.5, 12.25, 3);
  private static final Instant FIRST = Instant.parse("2026-11-28T10:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-29T11:00:00Z");

  @TempDir private Path folder = Path.of("");

  private static Outcome outcome(int batch, double exchange) {
    List<Result> results = new ArrayList<>();
    for (int threads : List.of(1, 2)) {
      results.add(
          new Result(
              new Entrant("jvm", threads, new TreeMap<>(), List.of()),
              Optional.of(new Speed(3000, 2000, 4000)),
              Optional.of(0.0),
              0.75,
              Optional.empty()));
    }
    return new Outcome(new Heat(Heat.REPORT, batch), results, Optional.of(exchange));
  }

  private static Results results(List<CostCurve> curves, Optional<Seen> seen, Instant date) {
    return new Results(
        List.of("jvm"),
        new LinkedHashMap<>(Map.of("jvm", "vector kernels")),
        new Peak(new TreeMap<>(Map.of(1, 270.0, 2, 540.0))),
        new Pace(5, 0.7),
        List.of(outcome(64, 1.6), outcome(128, 8.1)),
        curves,
        seen,
        Machine.here(),
        date);
  }

  private static CostCurve curve() {
    CostCurve.Point point = new CostCurve.Point(500, outcome(128, 9.5));
    return new CostCurve("data", "Training", "training pictures", true, List.of(point));
  }

  private JsonNode json() throws Exception {
    return JsonMapper.builder().build().readTree(Files.readString(folder.resolve("race.json")));
  }

  private String page() throws Exception {
    return Files.readString(folder.resolve("race.md"));
  }

  @Test
  void write_heatsOfFarCores_areNamed() throws Exception {
    results(List.of(curve()), Optional.of(SEEN), FIRST).write(folder);
    JsonNode exchange = json().get("exchange");
    assertThat(exchange.get("lowest_nanos_a_line").asDouble()).isEqualTo(1.5);
    assertThat(exchange.get("seconds_waited").asDouble()).isEqualTo(12.25);
    assertThat(exchange.get("turns_repeated").asInt()).isEqualTo(3);
    JsonNode rows = json().get("rows");
    assertThat(rows.get(0).has("near")).isFalse();
    assertThat(rows.get(1).get("near").asBoolean()).isTrue();
    assertThat(rows.get(1).get("exchange_nanos_a_line").asDouble()).isEqualTo(1.6);
    assertThat(rows.get(3).get("near").asBoolean()).isFalse();
    assertThat(json().get("curves").get(0).get("rows").get(1).get("near").asBoolean()).isFalse();
    assertThat(page())
        .contains("takes 1.5 ns a line at the least")
        .contains("spent on waiting: 12, turns repeated: 3")
        .contains("throughout: 784-128-64-10@128 (8.1 ns a line)")
        .contains("throughout: data 500 (9.5 ns a line)")
        .doesNotContain("throughout: 784-128-64-10@64");
  }

  @Test
  void write_nothingMeasured_saysNothingOfCores() throws Exception {
    results(List.of(curve()), Optional.empty(), FIRST).write(folder);
    assertThat(json().has("exchange")).isFalse();
    assertThat(json().get("rows").get(3).has("near")).isFalse();
    assertThat(page()).doesNotContain("near");
  }

  @Test
  void write_withoutCurves_keepsThoseOfTheFormerRaceWithTheirDate() throws Exception {
    results(List.of(curve()), Optional.of(SEEN), FIRST).write(folder);
    JsonNode measured = json().get("curves");
    assertThat(measured.size()).isEqualTo(1);
    assertThat(json().get("curves_date").asString()).isEqualTo("2026-11-28T10:00:00Z");
    for (int race = 0; race < 2; race++) {
      results(List.of(), Optional.of(SEEN), SECOND).write(folder);
      assertThat(json().get("date").asString()).isEqualTo("2026-11-29T11:00:00Z");
      assertThat(json().get("curves")).isEqualTo(measured);
      assertThat(json().get("curves_date").asString()).isEqualTo("2026-11-28T10:00:00Z");
    }
  }

  @Test
  void write_formerRaceThatCannotBeRead_isReplaced() throws Exception {
    Files.writeString(folder.resolve("race.json"), "{ \"curves\" : [");
    results(List.of(), Optional.of(SEEN), SECOND).write(folder);
    assertThat(json().has("curves")).isFalse();
    assertThat(json().get("rows").size()).isEqualTo(4);
  }
}
