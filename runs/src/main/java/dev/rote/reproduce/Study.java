package dev.rote.reproduce;

import dev.rote.fault.RoteException;
import dev.rote.runs.RecipeFile;
import dev.rote.train.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/// What is trained to judge the report's claims: the shipped recipes, each from several seeds.
///
/// @param experiments in the order of the report
/// @param seeds each recipe is trained from, at least one
public record Study(List<Item> experiments, List<Long> seeds) {

  /// Ids of the experiments that the claims are about.
  static final String BASELINE = "q1-baseline";

  static final String SIGMOID = "q1-sigmoid";
  static final List<String> RATES = List.of(BASELINE, "q1-rate-0.05", "q1-rate-0.1");
  static final List<String> AVERAGED_RATES =
      List.of("q1-batch-64", "q1-batch-64-rate-0.05", "q1-batch-64-rate-0.1");
  static final String MODERN = "fashion-adam";

  /// One recipe of the study.
  ///
  /// @param id the recipe's file name without its ending
  public record Item(String id, Recipe recipe) {}

  public Study {
    experiments = List.copyOf(experiments);
    seeds = List.copyOf(seeds);
  }

  /// The recipe of one experiment.
  ///
  /// @throws IllegalArgumentException if there is none of that id
  Recipe recipe(String id) {
    return experiments.stream()
        .filter(item -> item.id().equals(id))
        .map(Item::recipe)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no experiment " + id));
  }

  /// Question 1 of the report in full: three seeds, every epoch of the recipes.
  public static Study full() {
    return of(3, List.of());
  }

  /// The same recipes from one seed for a few epochs: under a minute, and less certain.
  public static Study quick() {
    return of(1, List.of("epochs=6"));
  }

  private static Study of(int seeds, List<String> overrides) {
    return new Study(
        List.of(
            item(BASELINE, overrides),
            item(SIGMOID, overrides),
            item(RATES.get(1), overrides),
            item(RATES.get(2), overrides),
            item(AVERAGED_RATES.get(0), overrides),
            item(AVERAGED_RATES.get(1), overrides),
            item(AVERAGED_RATES.get(2), overrides),
            item(MODERN, overrides)),
        LongStream.range(0, seeds).boxed().toList());
  }

  private static Item item(String id, List<String> overrides) {
    String file = "/recipes/" + id + ".yaml";
    try (InputStream yaml = Study.class.getResourceAsStream(file)) {
      if (yaml == null) {
        throw new IllegalStateException("the build left out " + file);
      }
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      return new Item(id, RecipeFile.parse(text, id + ".yaml", Path.of(""), overrides));
    } catch (IOException e) {
      throw RoteException.io("read recipe " + id, "reinstall Rote", e);
    }
  }
}
