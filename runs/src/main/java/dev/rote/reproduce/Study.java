package dev.rote.reproduce;

import dev.rote.data.Labels;
import dev.rote.fault.RoteException;
import dev.rote.runs.RecipeFile;
import dev.rote.train.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is trained to judge the report's claims: the shipped recipes, each from several seeds, on
/// the engines of its question, and a search from the first seed alone.
///
/// @param experiments in the order of the report
/// @param search under which conditions random labels are learned by heart; may be empty
/// @param seeds each experiment is trained from, at least one
public record Study(List<Item> experiments, List<Trial> search, List<Long> seeds) {

  /// The engine whose experiments are called by the name of their recipe alone.
  public static final String OWN_ENGINE = "jvm";

  /// Names of the recipes that the claims are about.
  static final String BASELINE = "q1-baseline";

  static final String SIGMOID = "q1-sigmoid";
  static final List<String> RATES = List.of(BASELINE, "q1-rate-0.05", "q1-rate-0.1");
  static final List<String> AVERAGED_RATES =
      List.of("q1-batch-64", "q1-batch-64-rate-0.05", "q1-batch-64-rate-0.1");
  static final String MODERN = "fashion-adam";
  static final String RANDOM_LABELS = "q2-random-labels";
  static final String TEN_CLASSES = "q2-ten-classes";
  static final String GAUSSIAN = "q2-gaussian";

  private static final List<String> QUESTION_ONE =
      List.of(
          BASELINE,
          SIGMOID,
          RATES.get(1),
          RATES.get(2),
          AVERAGED_RATES.get(0),
          AVERAGED_RATES.get(1),
          AVERAGED_RATES.get(2),
          MODERN);
  private static final List<String> QUESTION_TWO = List.of(RANDOM_LABELS, TEN_CLASSES, GAUSSIAN);

  /// One recipe on one engine. Items of the same name have the same recipe.
  ///
  /// @param name the recipe's file name without its ending
  /// @param engine the name of what computes it
  public record Item(String name, String engine, Recipe recipe) {

    /// Names its run folders and its experiment: "q2-random-labels", "q2-random-labels-torch".
    public String id() {
      return engine.equals(OWN_ENGINE) ? name : name + "-" + engine;
    }

    /// Whether its labels mean nothing, as those of question 2.
    public boolean random() {
      return recipe.data().labels() instanceof Labels.Random;
    }

    /// About how long a run takes on one core of the development machine: enough to see how far a
    /// study has come, and no promise.
    public double seconds() {
      // Both data sets of the catalog have 60,000 examples.
      int examples = Math.min(recipe.data().limit(), 60_000);
      boolean plain = recipe.optimizer().slots().isEmpty();
      double step = engine.equals(OWN_ENGINE) ? plain ? 11e-6 : 60e-6 : 150e-6;
      return (double) recipe.epochs() * examples * (step / recipe.batch() + 4e-6);
    }
  }

  public Study {
    experiments = List.copyOf(experiments);
    search = List.copyOf(search);
    seeds = List.copyOf(seeds);
  }

  /// Where the first experiment's run from the first seed is kept, within the folder of all.
  public String firstFolder() {
    return Reproduction.folder(experiments.getFirst(), seeds.getFirst());
  }

  /// The recipe of that name.
  ///
  /// @throws IllegalArgumentException if there is none
  Recipe recipe(String name) {
    return experiments.stream()
        .filter(item -> item.name().equals(name))
        .map(Item::recipe)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no recipe " + name));
  }

  /// The engines that train a recipe, in order.
  List<String> engines(String name) {
    return experiments.stream().filter(item -> item.name().equals(name)).map(Item::engine).toList();
  }

  /// What a line in a chart is called; it names the engine where a recipe is trained on several.
  String title(Item item) {
    String title = Regime.title(item.recipe());
    return engines(item.name()).size() > 1 ? title + ", " + item.engine() : title;
  }

  /// The whole report: three seeds, every epoch of the recipes.
  ///
  /// @param one names of the engines for question 1, at least one
  /// @param two the same for question 2; the first of them makes the search
  public static Study full(List<String> one, List<String> two) {
    List<Trial> search = Trial.grid(two.getFirst(), List.of(128, 1000, 5000));
    return new Study(items(one, two, List.of()), search, List.of(0L, 1L, 2L));
  }

  /// The same recipes from one seed, those of question 1 for a few epochs, and half of the search:
  /// under a minute, and less certain. Question 2 keeps its epochs, which it is about and which are
  /// short.
  ///
  /// @param one as in [#full]
  /// @param two as in [#full]
  public static Study quick(List<String> one, List<String> two) {
    List<Trial> search = Trial.grid(two.getFirst(), List.of(128, 1000));
    return new Study(items(one, two, List.of("epochs=6")), search, List.of(0L));
  }

  /// @param overrides of question 1's recipes
  private static List<Item> items(List<String> one, List<String> two, List<String> overrides) {
    List<Item> items = new ArrayList<>();
    for (String engine : one) {
      QUESTION_ONE.forEach(name -> items.add(new Item(name, engine, shipped(name, overrides))));
    }
    for (String engine : two) {
      QUESTION_TWO.forEach(name -> items.add(new Item(name, engine, shipped(name, List.of()))));
    }
    return items;
  }

  /// A shipped recipe.
  ///
  /// @param overrides as in [RecipeFile]
  static Recipe shipped(String name, List<String> overrides) {
    String file = "/recipes/" + name + ".yaml";
    try (InputStream yaml = Study.class.getResourceAsStream(file)) {
      if (yaml == null) {
        throw new IllegalStateException("the build left out " + file);
      }
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      return RecipeFile.parse(text, name + ".yaml", Path.of(""), overrides);
    } catch (IOException e) {
      throw RoteException.io("read recipe " + name, "reinstall Rote", e);
    }
  }
}
