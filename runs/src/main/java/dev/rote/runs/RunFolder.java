package dev.rote.runs;

import dev.rote.data.Dataset;
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
/// | `provenance.json` | what the result depends on | at the start |
/// | `recipe.yaml` | the recipe, every default spelt out | at the start |
/// | `best.safetensors` | the weights of the best epoch so far | after an epoch that is the best |
/// | `checkpoint/last.safetensors` | all it takes to go on | after each epoch, within, on Ctrl-C |
/// | `metrics.csv` | a row for each epoch | with each checkpoint |
/// | `heldout.csv`, `confusion.csv` | see [Judgement] | at the end |
/// | `scores.csv` | with `record`: what became of each training example | at the end |
/// | `model.safetensors` | the weights of the last epoch | at the end |
/// | `.lock` | nothing; locked by the process that writes | |
///
/// The best epoch is [EpochStats#best]: lowest held-out loss, of equals the earliest.
///
/// A folder has one writer at a time, see [#lock]. Confined to one thread.
public final class RunFolder {
  /*
   * Each file is replaced in one step, so a crash leaves the old or the new one. Of several files,
   * the order above is what keeps them together. A folder with a recipe has its provenance. The
   * best model is there before the checkpoint that says so: whatever epoch a crash takes a run back
   * to, its best is on disk, or is found again on the way. Metrics follow the checkpoint, whose
   * history they are written from, so a run that is resumed never has a row too many.
   */

  static final String RECIPE = "recipe.yaml";
  static final String METRICS = "metrics.csv";
  static final String MODEL = "model.safetensors";
  static final String SCORES = "scores.csv";
  static final String BEST = "best.safetensors";
  static final String CHECKPOINT = "checkpoint/last.safetensors";
  static final String PROVENANCE = "provenance.json";
  static final String CHECKPOINTS = "checkpoint";

  private final Path folder;

  /// The best model so far as long as it could not be written.
  private Optional<Checkpoint> unwrittenBest = Optional.empty();

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /// A folder for a new run.
  ///
  /// @throws RoteException if it holds a run already, or cannot be made or written to
  public static RunFolder create(Path folder) {
    requireNone(folder);
    AtomicFile.createFolder(folder);
    return new RunFolder(folder);
  }

  private static void requireNone(Path folder) {
    if (Files.exists(folder.resolve(RECIPE))) {
      throw new RoteException(
          "begin a run in " + folder,
          "a folder without a run",
          RECIPE,
          "add --resume to go on with it, or give another --out");
    }
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

  /// The folder of a run, whether it was begun or not.
  ///
  /// @throws RoteException if it cannot be made
  public static RunFolder at(Path folder) {
    AtomicFile.createFolder(folder);
    return new RunFolder(folder);
  }

  /// Whether a run was begun in it.
  public boolean isBegun() {
    return Files.isRegularFile(folder.resolve(RECIPE));
  }

  /// Where it is.
  public Path path() {
    return folder;
  }

  /// The weights; there once the run is finished.
  public Path model() {
    return folder.resolve(MODEL);
  }

  /// What became of each training example, see [dev.rote.findings.ScoresFile].
  public Path scores() {
    return folder.resolve(SCORES);
  }

  /// The last checkpoint; there once an epoch is finished.
  public Path checkpointFile() {
    return folder.resolve(CHECKPOINT);
  }

  /// The recipe the run began with.
  public Recipe recipe() {
    return RecipeFile.read(folder.resolve(RECIPE), List.of());
  }

  /// Makes this process the folder's only writer, until the lock is closed or the process ends,
  /// however it ends. What an earlier one left half-written is deleted.
  ///
  /// @throws RoteException if another process has the lock, or the folder cannot be written to
  public RunLock lock() {
    RunLock lock = RunLock.of(folder);
    deleteLeftovers();
    return lock;
  }

  /// The same, and nothing if another process has the lock. Not for a folder that this process has
  /// locked itself: it would lose that lock.
  ///
  /// @throws RoteException if the folder cannot be written to
  public Optional<RunLock> lockUnlessTaken() {
    Optional<RunLock> lock = RunLock.unlessTaken(folder);
    lock.ifPresent(_ -> deleteLeftovers());
    return lock;
  }

  private void deleteLeftovers() {
    AtomicFile.deleteLeftovers(folder);
    if (Files.isDirectory(folder.resolve(CHECKPOINTS))) {
      AtomicFile.deleteLeftovers(folder.resolve(CHECKPOINTS));
    }
  }

  /// Writes down what is about to be trained.
  ///
  /// @param train what is learned from: if it is a table, how its columns are standardised
  /// @throws RoteException if the folder has got a run meanwhile
  public void begin(Recipe recipe, Provenance provenance, Dataset train) {
    requireNone(folder);
    AtomicFile.writeText(folder.resolve(PROVENANCE), Json.pretty(provenance.facts(train)));
    AtomicFile.writeText(folder.resolve(RECIPE), RecipeFile.write(recipe));
  }

  /// The last checkpoint, if the run came that far.
  ///
  /// @throws RoteException if it is damaged
  public Optional<Checkpoint> checkpoint() {
    return CheckpointFile.read(folder);
  }

  /// The epoch of a checkpoint's history whose model is not there: deleted, since no crash does
  /// that. A run goes on without; only a better epoch writes the file again.
  ///
  /// @param checkpoint the last
  public Optional<Integer> missingBest(Checkpoint checkpoint) {
    return EpochStats.best(checkpoint.history())
        .filter(_ -> Files.notExists(folder.resolve(BEST)))
        .map(EpochStats::epoch);
  }

  /// Keeps a checkpoint, the metrics so far, and the weights if no epoch was better. If it fails
  /// and is tried again with this checkpoint or a later one, nothing is lost.
  ///
  /// @throws RoteException if one of the files cannot be written; each is then the old or the new
  public void keep(Checkpoint checkpoint) {
    if (isBest(checkpoint)) {
      unwrittenBest = Optional.of(checkpoint);
    }
    if (unwrittenBest.isPresent()) {
      writeBest(recipe());
    }
    CheckpointFile.write(folder, checkpoint);
    metrics(checkpoint.history());
  }

  /// Whether it has the weights of the best epoch, and not some steps after it.
  private static boolean isBest(Checkpoint checkpoint) {
    return checkpoint.stepInEpoch() == 0
        && EpochStats.best(checkpoint.history())
            .filter(best -> best.epoch() == checkpoint.epoch())
            .isPresent();
  }

  private void writeBest(Recipe recipe) {
    unwrittenBest.ifPresent(
        best -> ModelFile.write(folder.resolve(BEST), recipe, best.epoch(), best.weights()));
    unwrittenBest = Optional.empty();
  }

  /// Writes the result of a finished run.
  ///
  /// @throws RoteException if one of the files cannot be written; it may be tried again
  public void finish(Recipe recipe, Trace trace) {
    writeBest(recipe);
    metrics(trace.epochs());
    ModelFile.write(model(), recipe, trace.epochs().size(), trace.parameters());
  }

  private void metrics(List<EpochStats> history) {
    AtomicFile.writeText(folder.resolve(METRICS), MetricsFile.text(history));
  }
}
