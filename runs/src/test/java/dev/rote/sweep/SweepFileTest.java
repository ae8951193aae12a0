package dev.rote.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import dev.rote.network.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What sweep files stand for, and what is refused before anything is trained.
class SweepFileTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeRecipe() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), "{epochs: 9, batch: 16}");
  }

  private Sweep read(String yaml) throws IOException {
    Path file = folder.resolve("rates.yaml");
    Files.writeString(file, yaml);
    return SweepFile.read(file);
  }

  @Test
  void read_grid_isEveryCombinationWithTheLastKeyFastest() throws IOException {
    Sweep sweep =
        read(
            """
            recipe: base.yaml
            set: {epochs: 4}
            keys:
              optimizer: [{name: adam, rate: 0.01}, sgd]
              batch: [32, 64]
            seeds: [3, -1]
            """);
    assertThat(sweep.name()).isEqualTo("rates");
    assertThat(sweep.engine()).isEqualTo("jvm");
    assertThat(sweep.points().stream().map(sweep::label))
        .containsExactly(
            "optimizer={name: adam, rate: 0.01} batch=32",
            "optimizer={name: adam, rate: 0.01} batch=64",
            "optimizer=sgd batch=32",
            "optimizer=sgd batch=64");
    assertThat(sweep.points().get(1).recipe().optimizer()).isEqualTo(new Optimizer.Adam(0.01));
    assertThat(sweep.points().get(1).recipe().batch()).isEqualTo(64);
    assertThat(sweep.points()).allMatch(point -> point.recipe().epochs() == 4);
    assertThat(sweep.seeds()).containsExactly(3L, -1L);
    assertThat(sweep.runs()).isEqualTo(8);
  }

  @Test
  void read_randomSearch_drawsTheSameEverywhere() throws IOException {
    String yaml =
        """
        recipe: base.yaml
        keys:
          optimizer.rate: {log: [1e-4, 1e-1]}
          network.layers.0.dense: {whole: [16, 128]}
          optimizer.momentum: {uniform: [0, 0.9]}
          batch: [16, 32, 64]
        search: {name: random, trials: 200, seed: 7}
        """;
    Sweep sweep = read(yaml);
    assertThat(sweep.points()).hasSize(200);
    assertThat(sweep.points().subList(0, 2).stream().map(Sweep.Point::values))
        .containsExactly(EXPECTED.get(0), EXPECTED.get(1));
    assertThat(sweep.points())
        .allSatisfy(
            point -> {
              Optimizer.Sgd sgd = (Optimizer.Sgd) point.recipe().optimizer();
              assertThat(sgd.rate()).isBetween(1e-4, 1e-1);
              assertThat(sgd.momentum()).isBetween(0.0, 0.9);
              assertThat(point.recipe().network().layers().getFirst().outputs()).isBetween(16, 128);
            });
    assertThat(sweep.points().stream().filter(p -> rate(p) < 1e-3).count()).isBetween(40L, 95L);
    assertThat(read(yaml.replace("seed: 7", "seed: 8")).points().getFirst().values())
        .isNotEqualTo(sweep.points().getFirst().values());
  }

  private static double rate(Sweep.Point point) {
    return point.recipe().optimizer().rate();
  }

  /// By Python, with the mix(z) and the key of [dev.rote.data.Randomness] on 64 bits, s the stream
  /// (7, 6, trial) and u(s) = (next(s) >> 11) * 2.0 ** -53. log: '%.4g' % exp(log(1e-4) + u(s) *
  /// log(1e3)); whole: 16 + (next(s) >> 32) * 113 >> 32; uniform: '%.4g' % (u(s) * 0.9); of a
  /// list: [16, 32, 64][(next(s) >> 32) * 3 >> 32].
  private static final List<List<String>> EXPECTED =
      List.of(List.of("0.09113", "106", "0.673", "16"), List.of("0.02372", "127", "0.5326", "32"));

  @Test
  void read_choicesThatTrainAlike_areTrainedOnceAndCounted() throws IOException {
    Sweep sweep = read("{recipe: base.yaml, keys: {optimizer.rate: [0.1, 0.10, 1e-1, 0.2]}}");
    assertThat(sweep.points()).hasSize(2);
    assertThat(sweep.repeated()).isEqualTo(2);
  }

  @Test
  void read_halving_triplesEpochsAndKeepsAThird() throws IOException {
    Sweep sweep =
        read("{recipe: base.yaml, keys: {batch: [1, 2, 3, 4, 5, 6, 7]}, halving: {first: 1}}");
    assertThat(sweep.plan())
        .containsExactly(new Sweep.Rung(1, 7), new Sweep.Rung(3, 2), new Sweep.Rung(9, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {keys: {batch: [1]}}                                           | a file at recipe
          {recipe: base.yaml}                                            | a key with values under keys
          {recipe: base.yaml, keys: {}}                                  | a key with values under keys
          {recipe: base.yaml, keys: {batch: []}}                         | a list of values or a range at keys.batch, found an empty list
          {recipe: base.yaml, keys: {batch: 3}}                          | a list of values or a range at keys.batch
          {recipe: base.yaml, keys: {batch: [1, x]}}                     | a whole number from 1
          {recipe: base.yaml, keys: {optimizer.rat: [1]}}                | did you mean "rate"?
          {recipe: base.yaml, keys: {batch: [1]}, sets: {epochs: 1}}     | did you mean "set"?
          {recipe: base.yaml, keys: {batch: [1]}, set: {epoch: 1}}       | did you mean "epochs"?
          {recipe: base.yaml, keys: {batch: [1]}, set: {epochs: many}}   | a whole number from 1
          {recipe: base.yaml, keys: {batch: [1]}, seeds: []}             | seeds, each once, found none
          {recipe: base.yaml, keys: {batch: [1]}, seeds: [1, 1]}         | seeds, each once, found [1, 1]
          {recipe: base.yaml, keys: {batch: [1]}, seeds: [x]}            | a whole number
          {recipe: base.yaml, keys: {seed: [1, 2]}}                      | list seeds under seeds
          {recipe: base.yaml, keys: {batch: {whole: [1, 9]}}}            | a list at keys.batch, since a grid
          {recipe: base.yaml, keys: {batch: [1]}, search: rnd}           | a known word at search.name
          {recipe: base.yaml, keys: {batch: [1]}, search: random}        | a whole number from 1 to 10000 at search.trials
          {recipe: base.yaml, keys: {optimizer.rate: {log: [0, 1]}}, search: {name: random, trials: 2}}     | log from above 0
          {recipe: base.yaml, keys: {optimizer.rate: {log: [2, 1]}}, search: {name: random, trials: 2}}     | low below high
          {recipe: base.yaml, keys: {optimizer.rate: {uniform: [1]}}, search: {name: random, trials: 2}}    | low below high
          {recipe: base.yaml, keys: {batch: {whole: [1, 2.5]}}, search: {name: random, trials: 2}}          | whole from a whole number
          {recipe: base.yaml, keys: {batch: {wole: [1, 2]}}, search: {name: random, trials: 2}}             | a list
          {recipe: base.yaml, keys: {batch: [1]}, search: {name: random, trials: 0}}                        | a whole number from 1
          {recipe: base.yaml, keys: {epochs: [4, 5]}, halving: {first: 1}}                                  | one number of epochs
          {recipe: base.yaml, keys: {batch: [1]}, halving: {first: 9}}   | halving.first below the recipe's 9 epochs
          {recipe: base.yaml, keys: {batch: [1]}, halving: {eta: 3}}     | a whole number from 1
          {recipe: base.yaml, keys: {batch: [1]}, halving: {first: 1, eta: 1}}                              | a whole number from 2
          {recipe: none.yaml, keys: {batch: [1]}}                        | no such file
          {recipe: base.yaml, keys: {batch: [1]}, name: a/b}             | letters, digits
          """)
  void read_fileThatIsNoSweep_isRefusedInOneLine(String yaml, String expected) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(RoteException.class)
        .hasMessageStartingWith("sweep rates.yaml")
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }
}
