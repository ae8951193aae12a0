package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.data.DataSpec;
import dev.rote.data.Labels;
import dev.rote.data.Pixels;
import dev.rote.fault.RoteException;
import dev.rote.train.Measure;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Labels, label noise and pictures of noise, as recipes ask for them.
class RecipeLabelsTest {

  private static Recipe parse(String yaml, String... overrides) {
    return RecipeFile.parse(yaml, "q2.yaml", Path.of("."), List.of(overrides));
  }

  static List<Arguments> labels() {
    Labels given = new Labels.Given();
    Labels random = new Labels.Random(Labels.Random.AS_GIVEN);
    Map<Integer, Integer> map = Map.of(2, 4, 4, 6);
    return List.of(
        Arguments.of("{}", given),
        Arguments.of("{labels: given, noise: 0}", given),
        Arguments.of("{labels: {}, noise: {}}", given),
        Arguments.of("{noise: {name: pairs, share: 0}}", given),
        Arguments.of("{labels: random}", random),
        Arguments.of("{labels: {name: random, classes: given}, noise: 0.0}", random),
        Arguments.of("{labels: {name: random, classes: 2}}", new Labels.Random(2)),
        Arguments.of("{noise: 0.1}", new Labels.Symmetric(0.1)),
        Arguments.of("{noise: 1}", new Labels.Symmetric(1)),
        Arguments.of("{noise: {share: 5e-2}}", new Labels.Symmetric(0.05)),
        Arguments.of("{noise: {name: symmetric, share: 0.3}}", new Labels.Symmetric(0.3)),
        Arguments.of("{noise: {name: pairs, share: 0.45}}", new Labels.Pairs(0.45)),
        Arguments.of(
            "{noise: {name: swaps, share: 0.2, map: {4: 6, 2: 4}}}", new Labels.Swaps(0.2, map)));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void parse_labelsAndNoise_areReadAndWritten(String data, Labels labels) {
    Recipe recipe = parse("data: " + data);
    assertThat(recipe.data().labels()).isEqualTo(labels);
    assertThat(parse(RecipeFile.write(recipe))).isEqualTo(recipe);
  }

  @Test
  void parse_noiseByItsName_isTheSourceAndNoDataSet() {
    Recipe recipe = parse("data: {name: noise, pixels: gaussian}");
    assertThat(recipe.data().source()).isEqualTo(new DataSpec.Noise());
    assertThat(recipe.data().pixels()).isEqualTo(Pixels.GAUSSIAN);
    assertThat(parse(RecipeFile.write(recipe))).isEqualTo(recipe);
  }

  @Test
  void parse_overridesOfLabels_lastWins() {
    assertThat(parse("", "data.noise=0.1", "data.noise=0.2").data().labels())
        .isEqualTo(new Labels.Symmetric(0.2));
    assertThat(parse("", "data.noise.share=0.1").data().labels())
        .isEqualTo(new Labels.Symmetric(0.1));
    assertThat(
            parse("", "data.noise={name: swaps, share: 0.1}", "data.noise.map.3=5").data().labels())
        .isEqualTo(new Labels.Swaps(0.1, Map.of(3, 5)));
    assertThat(parse("data: {labels: random}", "data.labels.classes=2").data().labels())
        .isEqualTo(new Labels.Random(2));
  }

  @Test
  void write_labelsAndNoise_areInFull() {
    assertThat(RecipeFile.write(parse("", "data.labels=random")))
        .contains("  labels: {name: random, classes: given}\n  noise: 0\n");
    assertThat(RecipeFile.write(parse("", "data.labels={name: random, classes: 2}")))
        .contains("  labels: {name: random, classes: 2}\n  noise: 0\n");
    assertThat(RecipeFile.write(parse("", "data.noise=1e-5")))
        .contains("  labels: given\n  noise: {name: symmetric, share: 1.0e-5}\n");
    assertThat(RecipeFile.write(parse("", "data.noise={name: swaps, share: 1, map: {6: 0, 0: 6}}")))
        .contains("  labels: given\n  noise: {name: swaps, share: 1, map: {0: 6, 6: 0}}\n");
  }

  /// As many labels as the network has outputs, in every recipe that draws them.
  @ParameterizedTest
  @ValueSource(strings = {"q2-random-labels", "q2-ten-classes", "q2-gaussian"})
  void read_shippedRecipeOfRandomLabels_drawsThem(String name) {
    Recipe recipe = RecipeFile.read(Path.of("../recipes", name + ".yaml"), List.of());
    assertThat(recipe.data().labels()).isEqualTo(new Labels.Random(recipe.network().outputs()));
    assertThat(recipe.measure()).isEqualTo(Measure.EXACT);
    assertThat(recipe.data().source())
        .isEqualTo(DataSpec.Source.named(name.equals("q2-gaussian") ? "noise" : "fashion-mnist"));
  }

  static List<Arguments> tables() {
    Path file = Path.of("/x/flowers.csv");
    Optional<Path> heldOut = Optional.of(Path.of("/x/test.csv"));
    return List.of(
        Arguments.of(
            "{table: /x/flowers.csv}",
            new DataSpec.Tables(file, Optional.empty(), 0.2, Optional.empty())),
        Arguments.of(
            "{table: /x/flowers.csv, heldout-share: 0.1, label: my class}",
            new DataSpec.Tables(file, Optional.empty(), 0.1, Optional.of("my class"))),
        Arguments.of(
            "{table: /x/flowers.csv, heldout-table: /x/test.csv}",
            new DataSpec.Tables(file, heldOut, 0.2, Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void parse_tables_areReadAndWritten(String data, DataSpec.Tables tables) {
    Recipe recipe = parse("data: " + data);

    assertThat(recipe.data().source()).isEqualTo(tables);
    assertThat(parse(RecipeFile.write(recipe))).isEqualTo(recipe);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{table: x.csv, heldout-share: 0}",
        "{table: x.csv, heldout-share: 1}",
        "{table: x.csv, heldout-share: 0.1, heldout-table: y.csv}",
        "{table: x.csv, pixels: unit}",
        "{label: kind}"
      })
  void parse_badTables_areRefused(String data) {
    assertThatThrownBy(() -> parse("data: " + data)).isInstanceOf(RoteException.class);
  }
}
