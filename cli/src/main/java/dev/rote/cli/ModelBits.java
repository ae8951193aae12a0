package dev.rote.cli;

import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.runs.ModelFile;
import dev.rote.runs.RunFiles;
import dev.rote.store.Run;
import dev.rote.store.RunComparison;
import dev.rote.store.RunHistory;
import dev.rote.store.RunRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Whether models have the same weights, also where their files differ: a model's file has its
/// recipe in it, and two recipes may come to the same.
final class ModelBits {
  private ModelBits() {}

  /// Compares the weights of all of them, to the bit.
  ///
  /// @return nothing if a model is missing, has been changed, or cannot be read
  static Optional<Boolean> sameWeights(RunComparison comparison) {
    return switch (comparison.models()) {
      case EQUAL -> Optional.of(true);
      case UNKNOWN -> Optional.empty();
      case DIFFERENT -> {
        List<Optional<Parameters>> weights =
            comparison.runs().stream().map(ModelBits::weights).toList();
        yield weights.stream().allMatch(Optional::isPresent)
            ? Optional.of(same(weights.stream().map(Optional::orElseThrow).toList()))
            : Optional.empty();
      }
    };
  }

  private static boolean same(List<Parameters> weights) {
    Parameters first = weights.getFirst();
    return weights.stream()
        .allMatch(
            other ->
                other.tensors().equals(first.tensors())
                    && Arrays.equals(other.values(), first.values()));
  }

  private static Optional<Parameters> weights(RunHistory history) {
    Run run = history.run();
    Path folder = run.description().folder();
    Optional<RunRecord.Artifact> model =
        history.artifacts().stream()
            .filter(file -> run.modelSha256().filter(file.sha256()::equals).isPresent())
            .findFirst();
    if (model.isEmpty() || !run.worker().isHere()) {
      return Optional.empty();
    }
    String path = model.get().path();
    try {
      return RunFiles.verify(folder, path, model.get().sha256()) == RunFiles.State.UNCHANGED
          ? Optional.of(ModelFile.read(folder.resolve(path)).parameters())
          : Optional.empty();
    } catch (RoteException _) {
      return Optional.empty();
    }
  }
}
