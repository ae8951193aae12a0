package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.data.DataSpec;
import dev.rote.data.Labels;
import dev.rote.data.Pixels;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.network.Schedule;
import dev.rote.train.Measure;
import dev.rote.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeFileTest {
  private static final Path BASE = Path.of("/base");
  private static final Path SHIPPED = Path.of("../recipes");

  private static Recipe parse(String yaml, String... overrides) {
    return RecipeFile.parse(yaml, "q1.yaml", BASE, List.of(overrides));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing but words\n", "{}", "---\n", "\uFEFF# with a mark\n"})
  void parse_nothing_isEveryDefault(String yaml) {
    assertThat(parse(yaml))
        .isEqualTo(
            new Recipe(
                "q1",
                DataSpec.named("fashion-mnist"),
                Network.parse("784-128:relu-64:relu-10"),
                new Objective.SoftmaxCrossEntropy(),
                new Optimizer.Sgd(0.01),
                new Schedule.Constant(),
                Init.XAVIER_UNIFORM,
                Reduction.MEAN,
                Measure.FOLDED,
                20,
                64,
                0,
                false));
  }

  @Test
  void parse_everything_isRead() {
    Recipe recipe =
        parse(
            """
            name: "all of it: ✓"
            data:
              train: {images: a/train.gz, labels: ../l}
              heldout:
                images: /abs/t
                labels: "with space"
              limit: 1000
              heldout-limit: all
              pixels: gaussian
              labels: given
              noise: {name: swaps, share: .25, map: {6: 0, 0: 6}}
            network:
              inputs: 12
              activation: tanh
              layers:
                - {dense: 7, inputs: 12}
                - dense: 5
                  activation: identity
                - {dense: 3, activation: sigmoid}
            objective: squared-error
            optimizer: {name: sgd, rate: 5e-2, momentum: .9, nesterov: true, weight-decay: 1E-4}
            schedule: {name: warm-up, steps: 7, then: {name: step, every: 2, decay: 0.1}}
            init: torch
            reduction: sum
            measure: exact
            epochs: 3
            batch: 1
            seed: -9223372036854775808
            record: true
            """);
    assertThat(recipe)
        .isEqualTo(
            new Recipe(
                "all of it: ✓",
                new DataSpec(
                    new DataSpec.Files(
                        new DataSpec.PictureFiles(Path.of("/base/a/train.gz"), Path.of("/l")),
                        new DataSpec.PictureFiles(Path.of("/abs/t"), Path.of("/base/with space"))),
                    1000,
                    DataSpec.ALL,
                    Pixels.GAUSSIAN,
                    new Labels.Swaps(0.25, Map.of(0, 6, 6, 0))),
                Network.of(12)
                    .dense(7, Activation.TANH)
                    .dense(5)
                    .dense(3, Activation.SIGMOID)
                    .build(),
                new Objective.SquaredError(),
                new Optimizer.Sgd(0.05, 0.9, true, 1e-4),
                new Schedule.WarmUp(7, new Schedule.Step(2, 0.1)),
                Init.TORCH,
                Reduction.SUM,
                Measure.EXACT,
                3,
                1,
                Long.MIN_VALUE,
                true));
  }

  @Test
  void parse_oneWord_isAnOptimizerOrScheduleWithItsDefaults() {
    Recipe recipe = parse("optimizer: adamw\nschedule: warm-up\n");
    assertThat(recipe.optimizer()).isEqualTo(new Optimizer.AdamW(0.001));
    assertThat(recipe.schedule()).isEqualTo(new Schedule.WarmUp(100, new Schedule.Constant()));
    assertThat(parse("schedule: {name: warm-up, then: cosine}").schedule())
        .isEqualTo(new Schedule.WarmUp(100, new Schedule.Cosine(0)));
    assertThat(parse("optimizer: {name: adam, weight-decay: 0.1}").optimizer())
        .isEqualTo(new Optimizer.Adam(0.001, 0.9, 0.999, 1e-8, 0.1));
  }

  @Test
  void parse_sameWordsAsTheLibrary_areAllKnown() {
    for (Objective objective : Objective.all()) {
      assertThat(parse("objective: " + objective.word()).objective()).isEqualTo(objective);
    }
    for (Init init : Init.values()) {
      assertThat(parse("init: " + init.word()).init()).isEqualTo(init);
    }
    for (Activation activation : Activation.values()) {
      Recipe recipe = parse("network: {activation: " + activation.word() + "}");
      assertThat(recipe.network().toString())
          .isEqualTo(
              Network.of(784).dense(128, activation).dense(64, activation).dense(10).build() + "");
    }
  }

  @Test
  void parse_overrides_lastWins() {
    String yaml =
        """
        optimizer: adam
        network:
          layers: [{dense: 5, activation: tanh}, {dense: 10}]
        """;
    Recipe recipe =
        parse(
            yaml,
            "optimizer.rate=0.05",
            "optimizer.rate=0.5",
            "network.layers.0.activation=sigmoid",
            "network.inputs=9",
            "epochs=3",
            "data.limit=1000",
            "schedule={name: cosine, floor: 0.1}",
            "schedule.floor=0.2",
            "name=a=b");
    assertThat(recipe.optimizer()).isEqualTo(new Optimizer.Adam(0.5));
    assertThat(recipe.network()).hasToString("9-5:sigmoid-10");
    assertThat(recipe.epochs()).isEqualTo(3);
    assertThat(recipe.data().limit()).isEqualTo(1000);
    assertThat(recipe.schedule()).isEqualTo(new Schedule.Cosine(0.2));
    assertThat(recipe.name()).isEqualTo("a=b");
  }

  @Test
  void parse_overridesOfWhatTheFileLeavesOut_changeTheDefaults() {
    assertThat(parse("", "network.layers.1.activation=tanh").network())
        .hasToString("784-128:relu-64:tanh-10");
    assertThat(parse("", "network.activation=sigmoid").network())
        .hasToString("784-128:sigmoid-64:sigmoid-10");
    assertThat(parse("", "optimizer.momentum=0.9").optimizer())
        .isEqualTo(new Optimizer.Sgd(0.01, 0.9, false, 0));
    assertThat(parse("seed: 1", "seed=0").seed()).isZero();
    assertThat(parse("optimizer: {momentum: 0.9}", "optimizer=adam").optimizer())
        .isEqualTo(new Optimizer.Adam(0.001));
  }

  static Stream<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    for (String optimizer :
        List.of("sgd", "{name: sgd, momentum: 0.30000000000000004}", "adam", "adamw")) {
      for (String schedule :
          List.of(
              "constant",
              "step",
              "{name: cosine, floor: 1e-9}",
              "warm-up",
              "{name: warm-up, then: {name: step, every: 9, decay: 1}}")) {
        recipes.add(parse("optimizer: " + optimizer + "\nschedule: " + schedule));
      }
    }
    for (String name :
        List.of("null", "true", "No", "5", "a: b", "#x", "-", "\"\\", "ü 🙂", "{}", "x y", "~")) {
      recipes.add(parse("name: \"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
    }
    recipes.add(
        parse("data: {train: {images: '{a}', labels: b c}, heldout: {images: 'C:', labels: d}}"));
    recipes.add(parse("optimizer: {name: adam, rate: 12345678.5, epsilon: 1e-300}"));
    recipes.add(parse("seed: 9223372036854775807\ndata: {limit: 1, heldout-limit: 2147483646}"));
    return recipes.stream();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void write_anyRecipe_readsBackEqualAndWritesTheSame(Recipe recipe) {
    String yaml = RecipeFile.write(recipe);
    Recipe again = RecipeFile.parse(yaml, "other.yaml", Path.of("elsewhere"), List.of());
    assertThat(again).isEqualTo(recipe);
    assertThat(RecipeFile.write(again)).isEqualTo(yaml);
  }

  @Test
  void write_recipe_hasEveryValueInSight() {
    assertThat(RecipeFile.write(parse("optimizer: adam", "data.limit=10")))
        .isEqualTo(
            """
            name: q1
            data:
              name: fashion-mnist
              limit: 10
              heldout-limit: all
              pixels: unit
              labels: given
              noise: 0
            network:
              inputs: 784
              layers:
                - {dense: 128, activation: relu}
                - {dense: 64, activation: relu}
                - {dense: 10, activation: identity}
            objective: softmax-cross-entropy
            optimizer: {name: adam, rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1.0e-8, \
            weight-decay: 0}
            schedule: constant
            init: xavier-uniform
            reduction: mean
            measure: folded
            epochs: 20
            batch: 64
            seed: 0
            record: false
            """);
  }

  @Test
  void fingerprint_anyChangeThatDecidesBits_isAnother() {
    String recipe = RecipeFile.fingerprint(parse(""));
    assertThat(recipe).matches("[0-9a-f]{64}");
    assertThat(RecipeFile.fingerprint(parse("", "name=other"))).isEqualTo(recipe);
    assertThat(RecipeFile.fingerprint(parse("epochs: 20\nseed: 0"))).isEqualTo(recipe);
    assertThat(RecipeFile.fingerprint(parse("record: true"))).isEqualTo(recipe);

    List<String> changes =
        List.of(
            "data.name=mnist",
            "data.limit=1",
            "data.heldout-limit=1",
            "data.pixels=standard",
            "data.pixels=gaussian",
            "data.name=noise",
            "data.labels=random",
            "data.labels={name: random, classes: 2}",
            "data.labels={name: random, classes: 10}",
            "data.noise=0.1",
            "data.noise=0.2",
            "data.noise={name: pairs, share: 0.1}",
            "data.noise={name: swaps, share: 0.1, map: {0: 6}}",
            "data.noise={name: swaps, share: 0.1, map: {0: 7}}",
            "network.inputs=783",
            "network.layers.2.dense=2",
            "network.activation=tanh",
            "objective=squared-error",
            "optimizer=adam",
            "optimizer.rate=0.1",
            "schedule=cosine",
            "init=torch",
            "reduction=sum",
            "measure=exact",
            "epochs=21",
            "batch=1",
            "seed=1");
    Set<String> fingerprints = new HashSet<>(Set.of(recipe));
    changes.forEach(change -> fingerprints.add(RecipeFile.fingerprint(parse("", change))));
    assertThat(fingerprints).hasSize(1 + changes.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q1-baseline: 784-128:relu-64:relu-10, softmax-squared-error, sgd 0.01, batch 1",
        "q1-sigmoid: 784-128:sigmoid-64:sigmoid-10, softmax-squared-error, sgd 0.01, batch 1",
        "q1-rate-0.05: 784-128:relu-64:relu-10, softmax-squared-error, sgd 0.05, batch 1",
        "q1-rate-0.1: 784-128:relu-64:relu-10, softmax-squared-error, sgd 0.1, batch 1",
        "q1-batch-64: 784-128:relu-64:relu-10, softmax-squared-error, sgd 0.01, batch 64",
        "q1-batch-64-rate-0.05: 784-128:relu-64:relu-10, softmax-squared-error, sgd 0.05, batch 64",
        "q1-batch-64-rate-0.1: 784-128:relu-64:relu-10, softmax-squared-error, sgd 0.1, batch 64",
        "fashion-adam: 784-128:relu-64:relu-10, softmax-cross-entropy, adam 0.001, batch 64",
        "q2-random-labels: 784-128:relu-64:relu-2, softmax-cross-entropy, sgd 0.01, batch 1",
        "q2-ten-classes: 784-128:relu-64:relu-10, softmax-cross-entropy, sgd 0.01, batch 1",
        "q2-gaussian: 784-128:relu-64:relu-2, softmax-cross-entropy, sgd 0.01, batch 1",
        "mnist-baseline: 784-128:relu-64:relu-10, softmax-cross-entropy, sgd 0.1, batch 64",
      })
  void read_shippedRecipe_isWhatItsNameSays(String expected) {
    String name = expected.substring(0, expected.indexOf(':'));
    Recipe recipe = RecipeFile.read(SHIPPED.resolve(name + ".yaml"), List.of());
    String found =
        String.join(
            ", ",
            recipe.name() + ": " + recipe.network(),
            recipe.objective().word(),
            recipe.optimizer().word() + " " + recipe.optimizer().rate(),
            "batch " + recipe.batch());
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void read_shippedRecipes_areAllTestedAbove() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      assertThat(files).hasSize(12);
    }
  }

  @Test
  void read_file_resolvesItsFilesBesideIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yml");
    Files.writeString(
        file,
        "data: {train: {images: a, labels: b}, heldout: {images: c, labels: d}}\nepochs: 1\n");
    Recipe recipe = RecipeFile.read(file, List.of("epochs=2"));
    assertThat(recipe.name()).isEqualTo("mine");
    assertThat(recipe.epochs()).isEqualTo(2);
    assertThat(RecipeFile.write(recipe)).contains("images: " + folder.resolve("a") + "\n");
  }

  @Test
  void read_whatIsNoTextFile_isRefused(@TempDir Path folder) throws IOException {
    assertRefused(folder.resolve("none.yaml"), "recipe none.yaml: no such file or folder");
    assertRefused(folder, "recipe " + folder.getFileName() + ": Is a directory");
    Path file = folder.resolve("x.yaml");
    Files.write(file, new byte[] {'a', (byte) 0xFF});
    assertRefused(file, "recipe x.yaml: expected UTF-8, found other bytes");
    Files.write(file, new byte[(1 << 20) + 1]);
    assertRefused(file, "recipe x.yaml: expected at most 1 MiB, found more");
    assertRefused(Path.of("/dev/zero"), "recipe zero: expected at most 1 MiB, found more");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> RecipeFile.read(file, List.of()))
        .isExactlyInstanceOf(RoteException.class)
        .hasMessageStartingWith(message);
  }
}
