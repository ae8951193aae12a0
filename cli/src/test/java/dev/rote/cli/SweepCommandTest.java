package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.Json;
import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rote sweep` on a sample of the real pictures.
class SweepCommandTest {
  private static final String GRID =
      """
      recipe: sample.yaml
      set: {epochs: 2, data.limit: 200}
      keys:
        optimizer.rate: [0.02, 0.001]
        batch: [16, 50]
      seeds: [0, 1]
      """;
  private static final String HALVING =
      """
      recipe: sample.yaml
      set: {epochs: 4, data.limit: 200}
      keys:
        optimizer.rate: [1e-5, 0.02, 1e-6, 1e30]
      halving: {first: 1, eta: 2}
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void copySample() throws IOException {
    Sample _ = Sample.in(folder);
  }

  private Session sweep(String yaml, String... more) throws IOException {
    Path file = folder.resolve("rates.yaml");
    Files.writeString(file, yaml);
    List<String> words =
        new ArrayList<>(List.of("sweep", file.toString(), "--out", out().toString()));
    if (!Arrays.asList(more).contains("--store")) {
      words.addAll(List.of("--store", folder.resolve("runs.db").toString()));
    }
    words.addAll(List.of(more));
    return Session.of(words);
  }

  private Path out() {
    return folder.resolve("sweep");
  }

  private RunStore store() {
    return RunStore.openExisting(new StoreAddress.SqliteFile(folder.resolve("runs.db")));
  }

  private List<Run> runs() {
    try (RunStore store = store()) {
      return store.list(RunQuery.all().tag("sweep:rates"));
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> points(Session session) {
    return (List<Map<String, Object>>)
        Objects.requireNonNull(Json.object(session.out()).get("points"));
  }

  @Test
  void sweep_grid_trainsEveryPointFromEverySeedAndRanksThem() throws IOException {
    Session session = sweep(GRID);
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(session.err()).isEmpty();
    assertThat(session.lines().getFirst()).isEqualTo("4 points × 2 seeds, 8 runs");
    assertThat(session.lines()).anyMatch(line -> line.matches("1 +0\\.02 .* ± .* finished"));
    assertThat(runs()).hasSize(8).allMatch(run -> run.status() == RunStatus.FINISHED);
    assertThat(Files.readString(out().resolve("report.html")))
        .contains("Which values do well", "4 lines across", "id=\"confusion\"");
  }

  @Test
  void sweep_startedAgain_trainsNothingAndPrintsTheSameRanking() throws IOException {
    Session first = sweep(GRID, "--json");
    assertThat(first.code()).as(first.err()).isZero();
    List<Run> before = runs();
    Session again = sweep(GRID, "--json");
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(runs()).isEqualTo(before);
  }

  @Test
  void sweep_runOrderedToStop_savesAllAndGoesOnWhenStartedAgain() throws IOException {
    String endless = GRID.replace("epochs: 2", "epochs: 20000").replace(", 50]", "]");
    List<String> stopped = List.of();
    for (int time = 0; time < 2; time++) {
      Thread _ = StopOrder.to(folder.resolve("runs.db"));
      Session session = sweep(endless);
      assertThat(session.code()).as(session.err()).isEqualTo(130);
      assertThat(session.err()).contains("go on with the same command");
      assertThat(runs())
          .isNotEmpty()
          .allMatch(run -> run.status() == RunStatus.INTERRUPTED)
          .allMatch(run -> Files.exists(run.description().folder().resolve("checkpoint")));
      assertThat(runs()).extracting(Run::id).containsAll(stopped);
      stopped = runs().stream().map(Run::id).toList();
    }
    try (RunStore store = store()) {
      assertThat(stopped)
          .anyMatch(id -> store.events(id).stream().anyMatch(e -> e.kind().equals("resumed")));
    }
  }

  @Test
  void sweep_json_isTheStoresNumbersBestFirst() throws IOException {
    List<Map<String, Object>> points = points(sweep(GRID, "--json"));
    assertThat(points).hasSize(4);
    List<Double> losses = points.stream().map(p -> (Double) p.get("heldout_loss")).toList();
    assertThat(losses).isSorted();
    List<?> ids = (List<?>) Objects.requireNonNull(points.getFirst().get("runs"));
    try (RunStore store = store()) {
      double mean =
          ids.stream()
              .mapToDouble(id -> store.epochs("" + id).getLast().heldOutLoss())
              .average()
              .orElseThrow();
      assertThat(losses.getFirst()).isEqualTo(mean);
    }
  }

  @Test
  void sweep_trial_hasTheBitsOfRoteTrain() throws IOException {
    sweep(GRID);
    Path alone = folder.resolve("alone");
    Session session =
        Session.of(
            "train",
            folder.resolve("sample.yaml").toString(),
            "epochs=2",
            "data.limit=200",
            "optimizer.rate=0.001",
            "batch=50",
            "seed=1",
            "--store",
            "none",
            "--out",
            alone.toString());
    assertThat(session.code()).as(session.err()).isZero();
    String recipe = Files.readString(alone.resolve("recipe.yaml"));
    Run twin =
        runs().stream()
            .filter(run -> run.description().recipe().equals(recipe))
            .findFirst()
            .orElseThrow();
    assertThat(twin.description().folder().resolve("model.safetensors"))
        .hasSameBinaryContentAs(alone.resolve("model.safetensors"));
  }

  @Test
  void sweep_halving_stopsTheWorseAndFinishesTheBestWithTheBitsOfAnUnbrokenRun()
      throws IOException {
    Session session = sweep(HALVING);
    assertThat(session.code()).as(session.err()).isZero();
    List<String> ranking = session.lines().reversed().subList(0, 4).reversed();
    assertThat(ranking.get(0)).matches("1 +0\\.02 .* 4 +finished");
    assertThat(ranking.get(1)).matches("2 +1e-5 .* 2 +stopped");
    assertThat(ranking.get(2)).matches("3 +1e-6 .* 1 +stopped");
    assertThat(ranking.get(3)).matches("4 +1e30 .* 0 +diverged");
    try (RunStore store = store()) {
      Run stopped = store.list(RunQuery.all().status(RunStatus.STOPPED)).getFirst();
      assertThat(store.events(stopped.id()))
          .anyMatch(event -> event.text().startsWith("stopped early by halving: place "));
      Run best = store.list(RunQuery.all().status(RunStatus.FINISHED)).getFirst();
      Path alone = folder.resolve("alone");
      Path recipe = best.description().folder().resolve("recipe.yaml");
      Session train =
          Session.of(
              "train", recipe.toString(), "--store", "none", "--out", alone.toString(), "-q");
      assertThat(train.code()).as(train.err()).isZero();
      for (String file : List.of("model.safetensors", "best.safetensors")) {
        assertThat(best.description().folder().resolve(file))
            .hasSameBinaryContentAs(alone.resolve(file));
      }
    }
  }

  @Test
  void sweep_dryRun_showsTheTrialsAndTrainsNothing() throws IOException {
    Session session = sweep(HALVING, "--dry-run");
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(session.lines()).hasSize(7);
    assertThat(session.lines().getLast())
        .matches(
            "4 points × 1 seed, 4 runs; by halving 4 to epoch 1, 2 to epoch 2, 1 to epoch 4,"
                + " about \\d+ s on this machine");
    assertThat(out()).doesNotExist();
    assertThat(folder.resolve("runs.db")).doesNotExist();
  }

  @Test
  void sweep_choicesThatTrainAlike_areSaidAndLeftOut() throws IOException {
    Session session = sweep(GRID.replace("[16, 50]", "[16, 016]"), "--dry-run");
    assertThat(session.err()).isEqualTo("2 of 4 choices train as others do, and are left out\n");
  }

  @Test
  void sweep_networkThatDoesNotFit_isRefusedBeforeAnythingIsTrained() throws IOException {
    Session session =
        sweep("{recipe: sample.yaml, keys: {network.layers: [[{dense: 10}], [{dense: 9}]]}}");
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).contains("expected a last layer of 10");
    assertThat(out()).doesNotExist();
  }

  @Test
  void sweep_withoutAStore_isRefusedInOneLine() throws IOException {
    Session session = sweep(GRID, "--store", "none");
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).contains("expected a store, in which trials are shared out");
  }

  @Test
  void sweep_engineThatIsNotInstalled_isRefusedBeforeAnythingIsTrained() throws IOException {
    Session session = sweep(GRID, "--engine", "abacus");
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.err()).contains("choose an engine").contains("\"abacus\"");
    assertThat(out()).doesNotExist();
  }
}
