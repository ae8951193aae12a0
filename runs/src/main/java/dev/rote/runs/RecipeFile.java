package dev.rote.runs;

import dev.rote.data.Sha256;
import dev.rote.train.Recipe;
import dev.rote.yaml.Node;
import dev.rote.yaml.Section;
import dev.rote.yaml.Yaml;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Recipes as YAML files. Every key has a default, so an empty file is a recipe; an unknown key is
/// refused wherever it stands.
///
/// | key | values | default |
/// |---|---|---|
/// | `name` | up to 100 printable characters | the file's name |
/// | `data.name` | a data set, `noise`, or a [dev.rote.data.Toy] | `fashion-mnist` |
/// | `data.train`, `data.heldout` | in place of the name: `{images: FILE, labels: FILE}` each | |
/// | `data.table` | in place of the name: a CSV or npz file | |
/// | `data.heldout-table` | a CSV file of the same columns | |
/// | `data.heldout-share` | without it: of the rows, drawn by the seed | 0.2 |
/// | `data.label` | the column of the classes | `label`, or the last |
/// | `data.limit`, `data.heldout-limit` | the first so many examples, or `all` | `all` |
/// | `data.pixels` | `unit`, `standard`, `gaussian` | `unit` |
/// | `data.labels` | `given` or `random`, or a map with `name` | `given` |
/// | … of `random` | `classes`: how many, or `given`, as many as the data have | `given` |
/// | `data.noise` | the share of `symmetric` label noise, or a map with `name` | 0 |
/// | … | `symmetric`, `pairs`, `swaps`: see [dev.rote.data.Labels] | `symmetric` |
/// | … of each | `share` | must be given |
/// | … of `swaps` | `map` from class to class: `{0: 6, 6: 0}` | must be given |
/// | `network.inputs` | width of an example | 784 |
/// | `network.activation` | of every layer but the last that names none | `relu` |
/// | `network.layers` | list of layers | 128, 64 and 10 wide |
/// | … `dense` | width | must be given |
/// | … `activation` | see [dev.rote.network.Activation] | of the last: `identity` |
/// | … `inputs` | checked to be the width before it | the width before it |
/// | `objective` | see [dev.rote.network.Objective] | `softmax-cross-entropy` |
/// | `optimizer` | a name, or a map with `name`: `sgd`, `adam`, `adamw` | `sgd` |
/// | … of `sgd` | `rate`, `momentum`, `nesterov`, `weight-decay` | 0.01, 0, false, 0 |
/// | … of `adam` | `rate`, `beta1`, `beta2` | 0.001, 0.9, 0.999 |
/// | | `epsilon`, `weight-decay` | 1e-8, 0 |
/// | … of `adamw` | the same | the same, but `weight-decay` 0.01 |
/// | `schedule` | a name or map: `constant`, `step`, `cosine`, `warm-up` | `constant` |
/// | … of `step` | `every` (epochs), `decay` | 5, 0.5 |
/// | … of `cosine` | `floor` | 0 |
/// | … of `warm-up` | `steps`, `then` (another schedule) | 100, `constant` |
/// | `init` | see [dev.rote.network.Init] | `xavier-uniform` |
/// | `reduction` | `mean`, `sum` | `mean` |
/// | `measure` | `folded`, `exact` | `folded` |
/// | `epochs`, `batch`, `seed` | whole numbers | 20, 64, 0 |
/// | `record` | whether to keep `scores.csv`, a row for each training example | false |
///
/// Overrides are `path=value`, applied in order before defaults: `optimizer.rate=0.05`,
/// `network.layers.0.activation=sigmoid`, `optimizer={name: adam, rate: 0.001}`.
///
/// Files are relative to the folder of the recipe, in overrides too. Stateless.
public final class RecipeFile {

  private RecipeFile() {}

  /// Reads a recipe file.
  ///
  /// @param overrides `path=value` each
  /// @throws dev.rote.fault.RoteException naming file, line and key, if it cannot be read or is no
  ///     recipe
  public static Recipe read(Path file, List<String> overrides) {
    String origin = "" + file.getFileName();
    Optional<Node> root = Yaml.read(file, "recipe " + origin, "recipe");
    return recipe(root, origin, file.toAbsolutePath().resolveSibling(""), overrides);
  }

  /// Reads a recipe from text.
  ///
  /// @param origin where it comes from, for messages: `q1.yaml`. Without its ending it is the name
  ///     of a recipe that has none
  /// @param baseFolder what relative files are relative to
  /// @param overrides `path=value` each
  /// @throws dev.rote.fault.RoteException naming line and key, if it is no recipe
  public static Recipe parse(String yaml, String origin, Path baseFolder, List<String> overrides) {
    return recipe(Yaml.parse(yaml, "recipe " + origin, false), origin, baseFolder, overrides);
  }

  private static Recipe recipe(
      Optional<Node> tree, String origin, Path baseFolder, List<String> overrides) {
    String operation = "recipe " + origin;
    Node root = tree.orElse(new Node.Entries(new LinkedHashMap<>(), 0));
    Section section = Section.root(operation, root);
    Overrides.apply(root, overrides, operation);
    String name = origin.replaceFirst("\\.ya?ml$", "");
    return RecipeReader.recipe(section, name, baseFolder);
  }

  /// The recipe as YAML with every default visible, files absolute. Reads back equal; equal recipes
  /// give equal text.
  public static String write(Recipe recipe) {
    return RecipeWriter.yaml(recipe);
  }

  /// SHA-256, in hex, of all but `name` and `record`: what has to be equal for a run to be resumed.
  ///
  /// The number of epochs is part of it, because schedules stretch over it: a run that was planned
  /// shorter went another way from its first step. Files count by their absolute names.
  public static String fingerprint(Recipe recipe) {
    String yaml = RecipeWriter.deciding(recipe);
    return Sha256.hex(yaml.substring(yaml.indexOf('\n') + 1));
  }
}
