package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import dev.rote.runs.RecipeKeys;
import dev.rote.train.EpochStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs side by side.
class RunComparisonTest {
  private static final String MODEL = "d".repeat(64);

  @TempDir private Path folder = Path.of("");
  private RunStore store;

  @BeforeEach
  void open() {
    store = RunStore.open(new StoreAddress.SqliteFile(folder.resolve("runs.db")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RunHistory run(Optional<String> model, List<EpochStats> epochs, String... overrides) {
    RunWriter writer = store.begin(Samples.run("a", folder, overrides));
    epochs.forEach(stats -> writer.write(new RunRecord.Epoch(stats)));
    writer.write(new RunRecord.State(RunStatus.FINISHED, Moments.now(), model));
    return store.history(writer.id());
  }

  private static EpochStats epoch(int number, double loss, double seconds) {
    return new EpochStats(number, 0.1, 0.9, loss, 0.8, 1 / seconds, seconds);
  }

  @Test
  void equalRuns_differInNothingWhateverTheClockSays() {
    RunHistory a = run(Optional.of(MODEL), List.of(epoch(1, 0.5, 1), epoch(2, Double.NaN, 1)));
    RunHistory b = run(Optional.of(MODEL), List.of(epoch(1, 0.5, 9), epoch(2, Double.NaN, 8)));
    RunComparison comparison = new RunComparison(List.of(a, b));
    assertThat(comparison.recipe()).isEmpty();
    assertThat(comparison.surroundings()).isEmpty();
    assertThat(comparison.commonEpochs()).isEqualTo(2);
    assertThat(comparison.partingEpoch()).isEmpty();
    assertThat(comparison.models()).isEqualTo(RunComparison.Models.EQUAL);
    assertThat(comparison.facts())
        .containsEntry("models_equal", true)
        .doesNotContainKey("parting_epoch");
  }

  @Test
  void otherRuns_differWhereTheyDoToTheLastBit() {
    RunHistory a = run(Optional.of(MODEL), List.of(epoch(1, 0.5, 1), epoch(2, 0.4, 1)));
    RunHistory b =
        run(
            Optional.of("e".repeat(64)),
            List.of(epoch(1, 0.5, 1), epoch(2, Math.nextUp(0.4), 1), epoch(3, 0.3, 1)),
            "seed=8");
    RunComparison comparison = new RunComparison(List.of(a, b));
    assertThat(comparison.recipe())
        .containsExactly(
            new RecipeKeys.Difference("seed", List.of(Optional.of("7"), Optional.of("8"))));
    assertThat(comparison.commonEpochs()).isEqualTo(2);
    assertThat(comparison.partingEpoch()).hasValue(2);
    assertThat(comparison.models()).isEqualTo(RunComparison.Models.DIFFERENT);
    assertThat(comparison.facts())
        .containsEntry("parting_epoch", 2)
        .containsEntry("recipe", Map.of("seed", Map.of(a.run().id(), "7", b.run().id(), "8")));
  }

  @Test
  void runWithoutModel_leavesItOpen() {
    RunHistory a = run(Optional.of(MODEL), List.of());
    RunComparison comparison = new RunComparison(List.of(a, run(Optional.empty(), List.of()), a));
    assertThat(comparison.models()).isEqualTo(RunComparison.Models.UNKNOWN);
    assertThat(comparison.facts()).doesNotContainKey("models_equal");
  }

  @Test
  void surroundings_otherMachineAndData_areNamed() {
    RunDescription plain = Samples.run("a", folder);
    RunDescription full = Samples.full(folder);
    assertThat(RunComparison.surroundings(List.of(plain.provenance(), full.provenance())))
        .extracting(RecipeKeys.Difference::key)
        .containsExactly("warning", "labels");
  }

  @Test
  void oneRun_isRefused() {
    RunHistory a = run(Optional.of(MODEL), List.of());
    assertThatThrownBy(() -> new RunComparison(List.of(a)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("two or more");
  }
}
