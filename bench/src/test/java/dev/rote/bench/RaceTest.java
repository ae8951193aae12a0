package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.bench.Race.Field;
import dev.rote.bench.Race.Plan;
import dev.rote.testkit.FashionSample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real race of the engine `jvm`, numpy and a system that is not there, too short to mean
/// anything. Every system runs in its own process.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RaceTest {
  private static final Pace TINY = new Pace(2, 0.004);
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  private final StringWriter shown = new StringWriter();
  private Optional<Results> raced = Optional.empty();

  @TempDir private Path folder = Path.of("");

  private Results race() {
    if (raced.isEmpty()) {
      Entrants known = new Entrants(CHECKOUT, 2);
      List<Entrant> entrants = new ArrayList<>(known.of("jvm"));
      entrants.addAll(known.of("numpy"));
      Field field = new Field(List.of("jvm", "numpy"), entrants);
      Plan plan = new Plan(Heat.quick(), field, TINY, false, true);
      raced = Optional.of(Race.race(plan, FashionSample.split(), new PrintWriter(shown, true)));
    }
    return raced.orElseThrow();
  }

  private JsonNode kept() throws Exception {
    race().write(folder);
    return JsonMapper.builder().build().readTree(Files.readString(folder.resolve("race.json")));
  }

  @Test
  void json_hasARowForEachSettingAndHeat() throws Exception {
    JsonNode json = kept();
    assertThat(json.get("rows").size()).isEqualTo(4 * Heat.quick().size());
    for (JsonNode row : json.get("rows")) {
      assertThat(row.has("objection")).as(row.toString()).isFalse();
      assertThat(row.get("network").asString()).isEqualTo("784-128-64-10");
      double median = row.get("examples_per_second").asDouble();
      assertThat(median).isBetween(row.get("min").asDouble(), row.get("max").asDouble());
      assertThat(row.get("min").asDouble()).isPositive();
      assertThat(row.get("gflops").asDouble()).isEqualTo(median * 454_400 / 1e9);
      assertThat(row.get("accuracy").asDouble()).isBetween(0.3, 1.0);
    }
    assertThat(json.get("rows").get(1).get("threads").asInt()).isEqualTo(2);
    assertThat(json.get("rows").get(2).get("environment").get("OPENBLAS_NUM_THREADS").asString())
        .isEqualTo("1");
  }

  @Test
  void json_sharesAreOfThePeakOfTheSameRun() throws Exception {
    JsonNode json = kept();
    for (JsonNode row : json.get("rows")) {
      String threads = row.get("threads").asString();
      double peak = json.get("peak_gflops_by_threads").get(threads).asDouble();
      assertThat(row.get("share_of_peak").asDouble())
          .isEqualTo(row.get("gflops").asDouble() / peak);
    }
  }

  @Test
  void numpy_fromTheSameWeights_losesAsTheEngineDoes() throws Exception {
    for (JsonNode row : kept().get("rows")) {
      assertThat(row.get("loss_difference").asDouble())
          .as(row.toString())
          .isBetween(0.0, Contest.LOSS_BAND);
    }
  }

  @Test
  void json_comparesTheBestSettings() throws Exception {
    JsonNode json = kept();
    assertThat(json.get("ratios").size()).isEqualTo(Heat.quick().size());
    for (int h = 0; h < Heat.quick().size(); h++) {
      List<Double> medians = new ArrayList<>();
      for (int row = 4 * h; row < 4 * h + 4; row++) {
        medians.add(json.get("rows").get(row).get("examples_per_second").asDouble());
      }
      double jvm = Math.max(medians.get(0), medians.get(1));
      double numpy = Math.max(medians.get(2), medians.get(3));
      assertThat(json.get("ratios").get(h).get("systems").asString()).isEqualTo("jvm/numpy");
      assertThat(json.get("ratios").get(h).get("ratio").asDouble()).isEqualTo(jvm / numpy);
    }
  }

  @Test
  void json_namesMachineVersionsAndDate() throws Exception {
    JsonNode json = kept();
    assertThat(json.get("machine").propertyNames())
        .containsExactly("cpu", "cores", "system", "java");
    assertThat(json.get("versions").get("jvm").asString()).contains("kernels");
    assertThat(json.get("versions").get("numpy").asString()).startsWith("numpy ");
    assertThat(json.get("date").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
  }

  @Test
  void markdown_hasTheBestOfEachSystemAndARowForEachSetting() throws Exception {
    race().write(folder);
    List<String> page = Files.readAllLines(folder.resolve("race.md"));
    assertThat(page)
        .contains("| network | batch | dense roofline | jvm of peak | jvm | numpy | jvm/numpy |");
    String speed = "[\\d,]+ \\([\\d,]+–[\\d,]+\\)";
    for (Heat heat : Heat.quick()) {
      String key = "\\| 784-128-64-10 \\| " + heat.batch() + " \\| ";
      assertThat(page.stream().filter(row -> row.matches(key + "(jvm|numpy) \\|.*" + speed + ".*")))
          .as(heat.toString())
          .hasSize(4);
      assertThat(page.stream().filter(row -> row.matches(key + "[\\d,]+ \\| \\d+ % .*")))
          .hasSize(1);
    }
    assertThat(shown.toString()).contains(String.join("\n", page));
  }

  @Test
  void charts_drawEachSystemAndTheRoofline() throws Exception {
    race().write(folder);
    assertThat(Files.readString(folder.resolve("race-784-128-64-10.svg")))
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .contains(">jvm</text>", ">numpy</text>", ">dense roofline</text>");
  }

  @Test
  void race_asItGoes_tellsHowLongItTakesAndEachHeat() {
    race();
    List<String> lines = shown.toString().lines().toList();
    assertThat(lines.get(3)).contains("heats: 2, rounds: 2").contains("about 0:");
    for (int h = 0; h < Heat.quick().size(); h++) {
      assertThat(lines.get(4 + h)).startsWith(Heat.quick().get(h) + "  jvm ").contains("  numpy ");
    }
    assertThat(lines.get(4)).contains("ETA");
  }

  @Test
  void contest_aSystemThatIsNotThere_leavesTheHeatToTheOthers() {
    Entrant absent =
        new Entrant("absent", 1, new TreeMap<>(), Entrants.java(List.of("dev.rote.NoSuchClass")));
    List<Entrant> entrants = new ArrayList<>(new Entrants(CHECKOUT, 1).of("jvm"));
    entrants.add(absent);
    try (WorkFolder work = new WorkFolder(FashionSample.split())) {
      Contest contest = new Contest(work, entrants, TINY, Optional.empty());
      Outcome outcome = contest.run(new Heat(Heat.REPORT, 64));
      assertThat(outcome.best("jvm")).isPresent();
      assertThat(outcome.best("absent")).isEmpty();
      assertThat(outcome.results().getLast().objection().orElseThrow()).contains("NoSuchClass");
    }
  }

  @Test
  void contest_withoutPatience_saysHowFarCoresWereApartAndTakesTurnsAsTheyCome() {
    List<Entrant> entrants = new Entrants(CHECKOUT, 2).of("jvm");
    List<String> told = new ArrayList<>();
    try (WorkFolder work = new WorkFolder(FashionSample.split());
        Exchange exchange = new Exchange()) {
      Nearness nearness = new Nearness(exchange::nanosALine, 0, 0.01, told::add);
      Contest contest = new Contest(work, entrants, TINY, Optional.of(nearness));
      Outcome outcome = contest.run(new Heat(Heat.REPORT, 64));
      assertThat(outcome.best("jvm")).isPresent();
      assertThat(outcome.exchange().orElseThrow())
          .isGreaterThanOrEqualTo(nearness.seen().lowest())
          .isPositive();
      assertThat(nearness.seen().repeated()).isZero();
      assertThat(nearness.seen().seconds()).isZero();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void contest_onOneThread_looksAtNoCores() {
    List<Entrant> entrants = new Entrants(CHECKOUT, 1).of("jvm");
    AtomicInteger looks = new AtomicInteger();
    Nearness nearness = new Nearness(looks::incrementAndGet, 60, 0.01, _ -> {});
    try (WorkFolder work = new WorkFolder(FashionSample.split())) {
      Contest contest = new Contest(work, entrants, TINY, Optional.of(nearness));
      assertThat(contest.run(new Heat(Heat.REPORT, 64)).exchange()).isEmpty();
      assertThat(looks).hasValue(0);
    }
  }

  @Test
  void run_systemThatIsNotInstalled_isOneLine() {
    StringWriter errors = new StringWriter();
    String[] words = {"--quick", "--systems", "jvm,absent", "--out", folder.toString()};
    StringWriter out = new StringWriter();
    assertThat(Race.run(new PrintWriter(out, true), new PrintWriter(errors, true), words))
        .isEqualTo(1);
    assertThat(errors.toString().lines()).hasSize(1);
    assertThat(errors.toString()).startsWith("race: ").contains("choose an engine", "\"absent\"");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void run_noRounds_isOneLine() {
    StringWriter errors = new StringWriter();
    String[] words = {"--systems", "jvm", "--rounds", "0"};
    StringWriter out = new StringWriter();
    assertThat(Race.run(new PrintWriter(out, true), new PrintWriter(errors, true), words))
        .isEqualTo(1);
    assertThat(errors.toString()).contains("raise --rounds");
  }
}
