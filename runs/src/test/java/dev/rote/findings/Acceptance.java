package dev.rote.findings;

import dev.rote.audit.Audit;
import dev.rote.audit.Auditor;
import dev.rote.audit.Depth;
import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.FetchListener;
import dev.rote.data.Labels;
import dev.rote.data.Order;
import dev.rote.data.Split;
import dev.rote.engine.Engines;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.SideBySide;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the tests behind docs/audit.md have in common: the course's network, Fashion-MNIST under
/// noise that the audit was not designed on, and the rows of that page's table.
final class Acceptance {
  static final int NOISE_SEED = 11;

  /// Swaps of a tenth of all labels between look-alikes.
  static final Labels CONFUSED =
      new Labels.Swaps(1.0 / 6, Map.of(0, 6, 6, 0, 2, 4, 4, 2, 5, 7, 7, 5));

  private static final DataStore STORE = DataStore.standard(Optional.empty(), FetchListener.SILENT);

  private Acceptance() {}

  /// Prints a row of the table.
  static void row(String number, String what, String required, String measured) {
    System.out.println("| " + String.join(" | ", number, what, required, measured) + " |");
  }

  static Recipe recipe(int epochs, String... more) {
    return recipe(10, epochs, more);
  }

  static Recipe recipe(int classes, int epochs, String... more) {
    List<String> overrides = new ArrayList<>(List.of("epochs=" + epochs));
    overrides.addAll(List.of(more));
    return RecipeFile.parse(
        """
        name: acceptance
        data: {name: fashion-mnist}
        network:
          inputs: 784
          activation: relu
          layers: [{dense: 128}, {dense: 64}, {dense: %d}]
        objective: softmax-cross-entropy
        optimizer: {name: sgd, rate: 0.02, momentum: 0.9}
        init: he-uniform
        batch: 128
        """
            .formatted(classes),
        "acceptance",
        Path.of(""),
        overrides);
  }

  static Split split(Labels labels) {
    DataSpec plain = DataSpec.named("fashion-mnist");
    return open(new DataSpec(plain.source(), DataSpec.ALL, DataSpec.ALL, plain.pixels(), labels));
  }

  /// 10,000 examples, a tenth of them with wrong labels; 60 epochs are long enough to learn them by
  /// heart.
  static Split heavy() {
    Split noisy = split(new Labels.Symmetric(0.1));
    return new Split(noisy.train().part(Order.natural(10_000)), noisy.heldOut());
  }

  static Split open(DataSpec spec) {
    return STORE.open(spec, NOISE_SEED);
  }

  static Audit audit(Recipe recipe, Split split, Depth depth) {
    return audit(recipe, split, depth, NOISE_SEED);
  }

  static Audit audit(Recipe recipe, Split split, Depth depth, long seed) {
    SideBySide cores = SideBySide.onAllCores();
    return new Auditor(recipe, split, Engines.named("jvm"), depth, seed)
        .run(
            new Auditor.Workers() {
              @Override
              public <T> List<T> all(List<Supplier<T>> pieces) {
                return cores.all(pieces);
              }
            })
        .orElseThrow();
  }

  /// Which training labels noise made wrong.
  static boolean[] wrong(Dataset noisy) {
    Dataset clean = split(new Labels.Given()).train();
    boolean[] wrong = new boolean[noisy.size()];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = noisy.label(i) != clean.label(i);
    }
    return wrong;
  }
}
