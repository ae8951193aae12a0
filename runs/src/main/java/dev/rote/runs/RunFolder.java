package dev.rote.runs;

import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import dev.rote.train.Checkpoint;
import dev.rote.train.CheckpointFile;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One run on disk.
///
/// | file | content | written |
/// |---|---|---|
/// | `recipe.yaml` | the recipe, every default spelt out | at the start |
/// | `provenance.json` | what the result depends on | at the start |
/// | `checkpoint/last.safetensors` | all it takes to go on | after each epoch, on Ctrl-C |
/// | `metrics.csv` | a row for each epoch | after each epoch |
/// | `model.safetensors` | the weights | at the end |
///
/// Every file is replaced in one step, so a crash leaves the old or the new one. A folder has one
/// writer at a time.
public final class RunFolder {
  private static final String RECIPE = "recipe.yaml";
  private static final String METRICS = "metrics.csv";
  private static final String MODEL = "model.safetensors";
  private static final String CHECKPOINT = "checkpoint/last.safetensors";
  private static final String PROVENANCE = "provenance.json";

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /// A folder for a new run.
  ///
  /// @throws RoteException if it holds a run already, or cannot be made or written to
  public static RunFolder create(Path folder) {
    if (Files.exists(folder.resolve(RECIPE))) {
      throw new RoteException(
          "begin a run in " + folder,
          "a folder without a run",
          RECIPE,
          "add --resume to go on with it, or give another --out");
    }
    AtomicFile.createFolder(folder);
    return new RunFolder(folder);
  }

  /// The first of FOLDER, FOLDER-2, FOLDER-3 … that does not exist.
  public static Path unused(Path folder) {
    Path candidate = folder;
    for (int n = 2; Files.exists(candidate); n++) {
      candidate = folder.resolveSibling(folder.getFileName() + "-" + n);
    }
    return candidate;
  }

  /// The folder of a run that was begun.
  ///
  /// @throws RoteException if it holds none
  public static RunFolder open(Path folder) {
    if (!Files.isRegularFile(folder.resolve(RECIPE))) {
      throw new RoteException(
          "resume " + folder,
          "a folder with " + RECIPE,
          Files.isDirectory(folder) ? "none in it" : "no such folder",
          "name the --out of the run that was interrupted");
    }
    return new RunFolder(folder);
  }

  /// Where it is.
  public Path path() {
    return folder;
  }

  /// The weights; there once the run is finished.
  public Path model() {
    return folder.resolve(MODEL);
  }

  /// The last checkpoint; there once an epoch is finished.
  public Path checkpointFile() {
    return folder.resolve(CHECKPOINT);
  }

  /// The recipe the run began with.
  public Recipe recipe() {
    return RecipeFile.read(folder.resolve(RECIPE), List.of());
  }

  /// Writes down what is about to be trained.
  public void begin(Recipe recipe, Provenance provenance) {
    AtomicFile.writeText(folder.resolve(RECIPE), RecipeFile.write(recipe));
    AtomicFile.writeText(folder.resolve(PROVENANCE), Json.pretty(provenance.facts()));
  }

  /// The last checkpoint, if the run came that far.
  ///
  /// @throws RoteException if it is damaged
  public Optional<Checkpoint> checkpoint() {
    return CheckpointFile.read(folder);
  }

  /// Keeps a checkpoint and the metrics so far.
  public void keep(Checkpoint checkpoint) {
    CheckpointFile.write(folder, checkpoint);
    metrics(checkpoint.history());
  }

  /// Writes the result of a finished run.
  public void finish(Recipe recipe, Trace trace) {
    metrics(trace.epochs());
    ModelFile.write(model(), recipe, trace.parameters());
  }

  private void metrics(List<EpochStats> history) {
    AtomicFile.writeText(folder.resolve(METRICS), MetricsFile.text(history));
  }
}
