package dev.rote.sweep;

import dev.rote.data.Randomness;
import dev.rote.fault.RoteException;
import dev.rote.runs.RecipeFile;
import dev.rote.train.Recipe;
import dev.rote.yaml.Node;
import dev.rote.yaml.Section;
import dev.rote.yaml.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;

/// Sweeps as YAML files. An unknown key is refused wherever it stands, and so is a value that the
/// recipe does not take, before anything is trained.
///
/// | key | values | default |
/// |---|---|---|
/// | `name` | letters, digits, `.`, `_` and `-`: what ties its runs together | the file's name |
/// | `recipe` | a recipe file, relative to this one | must be given |
/// | `set` | a map from keys of the recipe to values, for every trial | |
/// | `keys` | a map from keys of the recipe to what they may be | must be given |
/// | … | a list of values | |
/// | … in a random search | `{uniform: [a, b]}`, `{log: [a, b]}`, `{whole: [a, b]}` too | |
/// | `search` | `grid`: every combination, or a map with `name: random` | `grid` |
/// | … of `random` | `trials`: how many points, `seed`: of the draw | must be given, 0 |
/// | `seeds` | a list of whole numbers: every point is trained from each | `[0]` |
/// | `halving` | a map: `first`, epochs of the first rung; `eta`, one in so many goes on | none |
/// | `engine` | what computes | `jvm` |
///
/// Keys are paths as overrides have them, `optimizer.rate`; see [RecipeFile]. Stateless.
public final class SweepFile {
  /// More is a mistake in the file.
  private static final int MOST_POINTS = 10_000;

  private final String operation;
  private final Path file;
  private final Section root;

  private SweepFile(Path file, Section root, String operation) {
    this.file = file;
    this.root = root;
    this.operation = operation;
  }

  /// Reads a sweep file, and the recipe it names.
  ///
  /// @throws RoteException naming file, line and key, if it cannot be read or is no sweep
  public static Sweep read(Path file) {
    String operation = "sweep " + file.getFileName();
    Node root =
        Yaml.read(file, operation, "sweep").orElse(new Node.Entries(new LinkedHashMap<>(), 0));
    return new SweepFile(file, Section.root(operation, root), operation).sweep();
  }

  private Sweep sweep() {
    String usual = ("" + file.getFileName()).replaceFirst("\\.ya?ml$", "");
    String name = root.text("name", usual);
    Path recipe = root.file("recipe", file.toAbsolutePath().resolveSibling(""));
    List<String> settings = new ArrayList<>();
    root.entries("set").forEach((key, node) -> settings.add(key + "=" + node.flow()));
    SequencedMap<String, Range> ranges = ranges();
    List<List<String>> combinations = combinations(ranges);
    List<Long> seeds = seeds();
    Optional<Halving> halving = halving();
    String engine = root.text("engine", "jvm");
    root.build(() -> checked(name));
    List<Sweep.Point> points = points(recipe, settings, List.copyOf(ranges.keySet()), combinations);
    halving.ifPresent(h -> requireRungs(h, points));
    return new Sweep(
        name,
        engine,
        List.copyOf(ranges.keySet()),
        points,
        seeds,
        halving,
        combinations.size() - points.size());
  }

  private String checked(String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,80}")) {
      throw new RoteException(
          "name", "1 to 80 letters, digits, dots, - and _", "\"" + name + "\"", "set another name");
    }
    return name;
  }

  private SequencedMap<String, Range> ranges() {
    SequencedMap<String, Node> keys = root.entries("keys");
    if (keys.isEmpty()) {
      throw new RoteException(
          operation, "a key with values under keys", "none", "write optimizer.rate: [0.01, 0.1]");
    }
    Section section = root.section("keys");
    SequencedMap<String, Range> ranges = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : keys.entrySet()) {
      if (entry.getKey().equals("seed") || entry.getKey().equals("name")) {
        throw new RoteException(
            operation,
            "keys that change a training",
            entry.getKey(),
            entry.getKey().equals("seed") ? "list seeds under seeds" : "leave it out");
      }
      ranges.put(entry.getKey(), Range.of(section, entry.getKey(), entry.getValue()));
    }
    return ranges;
  }

  private List<List<String>> combinations(SequencedMap<String, Range> ranges) {
    Section search = root.named("search");
    String kind = search.choice("name", List.of("grid", "random"), word -> word, "grid");
    if (kind.equals("grid")) {
      search.build(() -> kind);
      return grid(ranges);
    }
    int trials = (int) search.whole("trials", 1, MOST_POINTS);
    long seed = search.whole("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    search.build(() -> kind);
    return IntStream.range(0, trials)
        .mapToObj(
            trial -> {
              Randomness random = new Randomness(seed, Randomness.Purpose.SEARCH, trial);
              return ranges.values().stream().map(range -> range.draw(random)).toList();
            })
        .toList();
  }

  /// The last key moves fastest.
  private List<List<String>> grid(SequencedMap<String, Range> ranges) {
    List<List<String>> combinations = List.of(List.of());
    for (Map.Entry<String, Range> entry : ranges.entrySet()) {
      if (!(entry.getValue() instanceof Range.Values(List<String> values))) {
        throw new RoteException(
            operation,
            "a list at keys." + entry.getKey() + ", since a grid has no ranges",
            "a range",
            "list the values, or set search: {name: random, trials: 20}");
      }
      if ((long) combinations.size() * values.size() > MOST_POINTS) {
        throw new RoteException(
            operation, "at most " + MOST_POINTS + " combinations", "more", "list fewer values");
      }
      List<List<String>> longer = new ArrayList<>();
      for (List<String> head : combinations) {
        for (String value : values) {
          List<String> both = new ArrayList<>(head);
          both.add(value);
          longer.add(both);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  private List<Long> seeds() {
    if (!root.has("seeds")) {
      return List.of(0L);
    }
    List<Long> seeds = root.wholeNumbers("seeds");
    if (seeds.isEmpty() || new HashSet<>(seeds).size() < seeds.size()) {
      throw new RoteException(
          operation,
          "seeds, each once",
          seeds.isEmpty() ? "none" : "" + seeds,
          "write seeds: [0, 1, 2]");
    }
    return seeds;
  }

  private Optional<Halving> halving() {
    if (!root.has("halving")) {
      return Optional.empty();
    }
    Section halving = root.section("halving");
    int first = (int) halving.whole("first", 1, Integer.MAX_VALUE);
    int eta = (int) halving.whole("eta", 3, 2, 1000);
    return Optional.of(halving.build(() -> new Halving(first, eta)));
  }

  private void requireRungs(Halving halving, List<Sweep.Point> points) {
    List<Integer> epochs = points.stream().map(p -> p.recipe().epochs()).distinct().toList();
    if (epochs.size() > 1) {
      throw new RoteException(
          operation,
          "one number of epochs under halving",
          "" + epochs,
          "leave epochs or halving out");
    }
    if (halving.first() >= epochs.getFirst()) {
      throw new RoteException(
          operation,
          "halving.first below the recipe's " + epochs.getFirst() + " epochs",
          "" + halving.first(),
          "lower it, or leave halving out");
    }
  }

  /// One for each combination that does not train as an earlier one.
  private List<Sweep.Point> points(
      Path recipe, List<String> settings, List<String> keys, List<List<String>> combinations) {
    List<Sweep.Point> points = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (List<String> values : combinations) {
      List<String> overrides = new ArrayList<>(settings);
      IntStream.range(0, keys.size())
          .forEach(k -> overrides.add(keys.get(k) + "=" + values.get(k)));
      Recipe trained = trained(recipe, overrides);
      if (known.add(RecipeFile.fingerprint(trained))) {
        points.add(new Sweep.Point(points.size(), values, trained));
      }
    }
    return points;
  }

  private Recipe trained(Path recipe, List<String> overrides) {
    try {
      return RecipeFile.read(recipe, overrides).withSeed(0);
    } catch (RoteException e) {
      throw e.within(operation);
    }
  }
}
