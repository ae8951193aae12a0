package dev.rote.cli;

import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.engine.Sparsity;
import dev.rote.train.Recipe;
import picocli.CommandLine.Option;

/// What computes. With the engine `jvm`, nothing here changes a bit of the result.
final class EngineOptions {

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "jvm",
      description = "jvm, from scratch, or torch, libtorch's own: ${DEFAULT-VALUE} if not given.")
  private String engine = "jvm";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads; 0, the default: one for small batches or torch, else one to a core.")
  private int threads;

  @Option(
      names = "--kernels",
      paramLabel = "KIND",
      defaultValue = "auto",
      description =
          "auto, or for the engine jvm: scalar, 128, 256 or 512 bits; same result with each.")
  private String kernels = "auto";

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = Resources.CPU,
      description = "cpu, or with --engine torch cuda: ${DEFAULT-VALUE} if not given.")
  private String device = Resources.CPU;

  @Option(
      names = "--sparse",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Leave out zeros of the data, with the engine jvm: auto, as suits the data, on or off.")
  private Sparsity sparsity = Sparsity.AUTO;

  EngineOptions() {}

  /// Refuses to repeat a run on another engine than its own.
  void require(Repetition repetition) {
    repetition.requireEngine(engine);
  }

  Engine engine(Output output) {
    Engine chosen = Engines.named(engine);
    if (!kernels.equals("scalar")) {
      chosen.warning().ifPresent(output::note);
    }
    return chosen;
  }

  Resources resources(Recipe recipe) {
    int cores = Runtime.getRuntime().availableProcessors();
    int chosen = threads == 0 ? Engines.named(engine).threads(recipe.batch(), cores) : threads;
    return new Resources(chosen, kernels, device, recipe.batch(), sparsity);
  }
}
