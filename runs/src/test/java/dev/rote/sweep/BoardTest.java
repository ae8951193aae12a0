package dev.rote.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.data.Split;
import dev.rote.runs.RecipeFile;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which trials are trained next, and which are given up, whatever order they finish in.
class BoardTest {
  private static final Dataset DATA =
      Dataset.of("tiny", new PictureShape(1, 1), new byte[2], new int[] {0, 1}, 2);
  private static final Split SPLIT = new Split(DATA, DATA);

  private final Map<Sweep.Point, List<Trial>> trials = new LinkedHashMap<>();
  private final Map<String, Standing> standings = new HashMap<>();

  /// Points of nine epochs, from so many seeds.
  private Sweep sweep(int points, int seeds, Optional<Halving> halving) {
    List<Sweep.Point> all = new ArrayList<>();
    for (int number = 0; number < points; number++) {
      Recipe recipe =
          RecipeFile.parse("{epochs: 9, batch: " + (number + 1) + "}", "r", Path.of(""), List.of());
      all.add(new Sweep.Point(number, List.of("" + (number + 1)), recipe));
    }
    List<Long> from = IntStream.range(0, seeds).mapToObj(seed -> (long) seed).toList();
    Sweep sweep = new Sweep("s", "jvm", List.of("batch"), all, from, halving, 0);
    for (Sweep.Point point : all) {
      trials.put(
          point,
          from.stream()
              .map(seed -> Trial.of("jvm", point, point.recipe().withSeed(seed), SPLIT))
              .toList());
    }
    return sweep;
  }

  private void came(int point, int seed, Standing.State state, double... losses) {
    List<EpochStats> epochs =
        IntStream.range(0, losses.length)
            .mapToObj(e -> new EpochStats(e + 1, 1, 0.5, losses[e], 0.5, 1, 1))
            .toList();
    standings.put(
        trial(point, seed).id(),
        new Standing(Optional.of("run"), state, epochs, Optional.empty(), Optional.empty()));
  }

  private Trial trial(int point, int seed) {
    return List.copyOf(trials.values()).get(point).get(seed);
  }

  private static List<String> open(Board board) {
    return board.open().stream()
        .map(
            step ->
                step.trial().point().number()
                    + "/"
                    + step.trial().recipe().seed()
                    + " to "
                    + step.epoch())
        .toList();
  }

  @Test
  void board_withoutHalving_isEveryTrialThatIsNotOver() {
    Sweep sweep = sweep(2, 2, Optional.empty());
    came(0, 1, Standing.State.FINISHED, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    came(1, 0, Standing.State.DIVERGED, 1, 1);
    came(1, 1, Standing.State.OPEN, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    Board board = Board.of(sweep, trials, standings);
    assertThat(open(board)).containsExactly("0/0 to 9", "1/1 to 9");
    assertThat(board.stopped()).isEmpty();
  }

  @Test
  void board_rungThatIsNotFull_judgesNobody() {
    Sweep sweep = sweep(3, 1, Optional.of(new Halving(1, 3)));
    came(0, 0, Standing.State.OPEN, 5.0);
    came(2, 0, Standing.State.OPEN, 1.0);
    Board board = Board.of(sweep, trials, standings);
    assertThat(open(board)).containsExactly("1/0 to 1");
    assertThat(board.stopped()).isEmpty();
  }

  @Test
  void board_fullRung_promotesTheLowestMeanOfTheSeeds() {
    Sweep sweep = sweep(3, 2, Optional.of(new Halving(1, 3)));
    came(0, 0, Standing.State.OPEN, 0.1);
    came(0, 1, Standing.State.OPEN, 0.9);
    came(1, 0, Standing.State.OPEN, 0.4);
    came(1, 1, Standing.State.OPEN, 0.4);
    came(2, 0, Standing.State.OPEN, 0.45);
    came(2, 1, Standing.State.OPEN, 0.45);
    Board board = Board.of(sweep, trials, standings);
    assertThat(open(board)).containsExactly("1/0 to 3", "1/1 to 3");
    assertThat(board.stopped().stream().map(stop -> stop.point().number())).containsExactly(2, 0);
    assertThat(board.stopped().getFirst().why())
        .isEqualTo("stopped early by halving: place 2 of 3 after epoch 1, 1 go on");
  }

  @Test
  void board_equalLosses_keepTheEarlierPoint() {
    Sweep sweep = sweep(4, 1, Optional.of(new Halving(1, 2)));
    IntStream.range(0, 4).forEach(point -> came(point, 0, Standing.State.OPEN, 0.5));
    assertThat(open(Board.of(sweep, trials, standings))).containsExactly("0/0 to 2", "1/0 to 2");
  }

  @Test
  void board_pointThatDivergedOrIsNoNumber_isNeverPromoted() {
    Sweep sweep = sweep(4, 1, Optional.of(new Halving(1, 2)));
    came(0, 0, Standing.State.DIVERGED);
    came(1, 0, Standing.State.OPEN, Double.NaN);
    came(2, 0, Standing.State.OPEN, 9.0);
    came(3, 0, Standing.State.DIVERGED);
    assertThat(open(Board.of(sweep, trials, standings))).containsExactly("2/0 to 2");
  }

  @Test
  void board_everyPointDiverged_isOver() {
    Sweep sweep = sweep(2, 1, Optional.of(new Halving(1, 2)));
    came(0, 0, Standing.State.DIVERGED);
    came(1, 0, Standing.State.DIVERGED);
    assertThat(Board.of(sweep, trials, standings).open()).isEmpty();
  }

  /// Losses that were measured later than a rung do not count on it.
  @Test
  void board_trialThatIsFurtherThanTheRung_isJudgedByTheRungsEpoch() {
    Sweep sweep = sweep(2, 1, Optional.of(new Halving(1, 2)));
    came(0, 0, Standing.State.STOPPED, 0.3, 0.3, 0.01);
    came(1, 0, Standing.State.OPEN, 0.2);
    assertThat(open(Board.of(sweep, trials, standings))).containsExactly("1/0 to 2");
  }

  @Test
  void board_lastRung_isOverOnlyWithResults() {
    Sweep sweep = sweep(2, 1, Optional.of(new Halving(3, 3)));
    came(0, 0, Standing.State.OPEN, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    came(1, 0, Standing.State.STOPPED, 2, 2, 2);
    assertThat(open(Board.of(sweep, trials, standings))).containsExactly("0/0 to 9");
    came(0, 0, Standing.State.FINISHED, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(Board.of(sweep, trials, standings).open()).isEmpty();
  }
}
