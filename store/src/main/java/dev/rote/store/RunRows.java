package dev.rote.store;

import dev.rote.runs.Machine;
import dev.rote.runs.Provenance;
import dev.rote.train.EpochStats;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/// A [Run] as a row, there and back.
final class RunRows {

  /// A process that was not heard of for so long is taken for dead; six heartbeats.
  static final Duration SILENCE = Duration.ofSeconds(30);

  /// All there is of a run but its tags, with the last epoch beside it.
  static final String SELECT =
      """
      SELECT r.*, e.epoch AS last_epoch, e.train_loss, e.train_accuracy, e.heldout_loss,
        e.heldout_accuracy, e.examples_per_second, e.seconds
      FROM runs r
      LEFT JOIN epochs e ON e.run = r.id
        AND e.epoch = (SELECT MAX(l.epoch) FROM epochs l WHERE l.run = r.id)
      """;

  /// Nothing happens if the name is taken.
  static final String INSERT =
      """
      INSERT INTO runs (id, name, status, status_at, recipe, recipe_fingerprint, epochs, batch, seed,
        train_fingerprint, heldout_fingerprint, labels, version, engine, warning, cpu, cores, system,
        java, git_commit, git_dirty, folder, parent, created, started, host, pid, heartbeat, change)
      VALUES (:id, :name, 'running', :created, :recipe, :recipeFingerprint, :epochs, :batch, :seed,
        :train, :heldOut, :labels, :version, :engine, :warning, :cpu, :cores, :system,
        :java, :commit, :dirty, :folder, :parent, :created, :started, :host, :pid, :created, :change)
      ON CONFLICT (id) DO NOTHING
      """;

  private RunRows() {}

  static <S extends SqlStatement<S>> S bind(S statement, RunDescription run) {
    Provenance provenance = run.provenance();
    Machine machine = provenance.machine();
    return statement
        .bind("name", run.name())
        .bind("recipe", run.recipe())
        .bind("recipeFingerprint", provenance.recipeFingerprint())
        .bind("epochs", run.epochs())
        .bind("batch", run.batch())
        .bind("seed", provenance.seed())
        .bind("train", provenance.trainFingerprint())
        .bind("heldOut", provenance.heldOutFingerprint())
        .bind("labels", provenance.labels())
        .bind("version", provenance.version())
        .bind("engine", provenance.engine())
        .bind("warning", provenance.warning())
        .bind("cpu", machine.cpu())
        .bind("cores", machine.cores())
        .bind("system", machine.system())
        .bind("java", machine.java())
        .bind("commit", run.git().map(GitState::commit))
        .bind("dirty", run.git().map(git -> git.dirty() ? 1 : 0))
        .bind("folder", run.folder().toString())
        .bind("parent", run.parent())
        .bind("started", Moments.text(provenance.started()));
  }

  /// @param alive a running process was heard of then or later
  static Run read(ResultSet row, Instant alive) throws SQLException {
    RunStatus status = RunStatus.of(row.getString("status"));
    Instant heartbeat = Instant.parse(row.getString("heartbeat"));
    Run.Worker worker = new Run.Worker(row.getString("host"), row.getLong("pid"), heartbeat);
    return new Run(
        row.getString("id"),
        description(row),
        status == RunStatus.RUNNING && heartbeat.isBefore(alive) ? RunStatus.LOST : status,
        Instant.parse(row.getString("created")),
        text(row, "finished").map(Instant::parse),
        row.getInt("last_epoch") == 0 ? Optional.empty() : Optional.of(epoch(row, "last_epoch")),
        text(row, "model_sha256"),
        worker,
        List.of(),
        row.getLong("change"));
  }

  private static RunDescription description(ResultSet row) throws SQLException {
    boolean dirty = row.getInt("git_dirty") == 1;
    return new RunDescription(
        row.getString("name"),
        row.getString("recipe"),
        row.getInt("epochs"),
        row.getInt("batch"),
        new Provenance(
            row.getString("version"),
            row.getString("engine"),
            text(row, "warning"),
            row.getString("recipe_fingerprint"),
            row.getString("train_fingerprint"),
            row.getString("heldout_fingerprint"),
            text(row, "labels"),
            row.getLong("seed"),
            new Machine(
                row.getString("cpu"),
                row.getInt("cores"),
                row.getString("system"),
                row.getString("java")),
            Instant.parse(row.getString("started"))),
        Path.of(row.getString("folder")),
        text(row, "parent"),
        text(row, "git_commit").map(commit -> new GitState(commit, dirty)));
  }

  static EpochStats epoch(ResultSet row, String number) throws SQLException {
    return new EpochStats(
        row.getInt(number),
        value(row, "train_loss"),
        value(row, "train_accuracy"),
        value(row, "heldout_loss"),
        value(row, "heldout_accuracy"),
        value(row, "examples_per_second"),
        value(row, "seconds"));
  }

  /// A missing value is a NaN.
  static double value(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
