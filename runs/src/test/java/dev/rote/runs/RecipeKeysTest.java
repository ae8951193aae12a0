package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/// Recipes as flat tables.
class RecipeKeysTest {

  private static SequencedMap<String, String> keys(String... overrides) {
    return RecipeKeys.of(
        RecipeFile.write(RecipeFile.parse("", "a", Path.of("/"), List.of(overrides))));
  }

  @Test
  void of_writtenRecipe_hasTheKeysThatOverridesHave() {
    SequencedMap<String, String> keys =
        keys("optimizer=adam", "data.noise={name: swaps, share: 0.25, map: {0: 6}}");
    assertThat(keys)
        .containsEntry("name", "a")
        .containsEntry("data.noise.share", "0.25")
        .containsEntry("data.noise.map.0", "6")
        .containsEntry("network.layers.0.dense", "128")
        .containsEntry("network.layers.2.activation", "identity")
        .containsEntry("optimizer.name", "adam")
        .containsEntry("optimizer.epsilon", "1.0e-8")
        .containsEntry("schedule", "constant");
    List<String> again =
        keys.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    assertThat(keys(again.toArray(String[]::new))).isEqualTo(keys);
  }

  @Test
  void of_emptyText_hasNone() {
    assertThat(RecipeKeys.of("")).isEmpty();
  }

  @Test
  void differences_threeRecipes_areTheKeysThatAreNotTheSameInAll() {
    List<RecipeKeys.Difference> differences =
        RecipeKeys.differences(
            List.of(keys("seed=1"), keys("seed=1", "optimizer=adam"), keys("seed=2")));
    assertThat(differences)
        .extracting(RecipeKeys.Difference::key)
        .containsExactly(
            "optimizer.name",
            "optimizer.rate",
            "optimizer.momentum",
            "optimizer.nesterov",
            "optimizer.beta1",
            "optimizer.beta2",
            "optimizer.epsilon",
            "seed");
    assertThat(differences.getFirst().values())
        .containsExactly(Optional.of("sgd"), Optional.of("adam"), Optional.of("sgd"));
    assertThat(differences.get(4).values())
        .containsExactly(Optional.empty(), Optional.of("0.9"), Optional.empty());
  }

  @Test
  void differences_equalRecipes_areNone() {
    assertThat(RecipeKeys.differences(List.of(keys(), keys()))).isEmpty();
    assertThat(RecipeKeys.union(List.of(Map.of("a.b", "1"), Map.of("c", "1"), Map.of("a.d", "2"))))
        .containsExactly("a.b", "a.d", "c");
  }
}
