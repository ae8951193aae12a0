package dev.rote.store;

import dev.rote.train.EpochStats;
import java.util.List;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Writes [RunRecord]s as rows. What is there already is replaced, so that writing again does no
/// harm.
final class RecordRows {
  private static final String EPOCH =
      """
      INSERT INTO epochs (run, epoch, train_loss, train_accuracy, heldout_loss, heldout_accuracy,
        examples_per_second, seconds, change)
      VALUES (:run, :epoch, :trainLoss, :trainAccuracy, :heldOutLoss, :heldOutAccuracy,
        :examplesPerSecond, :seconds, :change)
      ON CONFLICT (run, epoch) DO UPDATE SET
        train_loss = excluded.train_loss, train_accuracy = excluded.train_accuracy,
        heldout_loss = excluded.heldout_loss, heldout_accuracy = excluded.heldout_accuracy,
        examples_per_second = excluded.examples_per_second, seconds = excluded.seconds,
        change = excluded.change
      """;
  private static final String POINT =
      """
      INSERT INTO points (run, name, step, value, change)
      VALUES (:run, :name, :step, :value, :change)
      ON CONFLICT (run, name, step) DO UPDATE SET value = excluded.value, change = excluded.change
      """;
  private static final String EVENT =
      """
      INSERT INTO events (run, id, at, kind, text, change)
      VALUES (:run, :id, :at, :kind, :text, :change)
      ON CONFLICT (run, id) DO NOTHING
      """;
  private static final String ARTIFACT =
      """
      INSERT INTO artifacts (run, kind, name, path, bytes, sha256, change)
      VALUES (:run, :kind, :name, :path, :bytes, :sha256, :change)
      ON CONFLICT (run, kind, name) DO UPDATE SET path = excluded.path, bytes = excluded.bytes,
        sha256 = excluded.sha256, change = excluded.change
      """;
  private static final String TAG =
      "INSERT INTO tags (run, tag) VALUES (:run, :tag) ON CONFLICT (run, tag) DO NOTHING";
  private static final String STATE =
      """
      UPDATE runs SET status = :status, status_at = :at, finished = :finished,
        model_sha256 = COALESCE(:model, model_sha256)
      WHERE id = :run AND status_at <= :at
      """;

  private final Handle handle;
  private final String run;
  private final long change;

  RecordRows(Handle handle, String run, long change) {
    this.handle = handle;
    this.run = run;
    this.change = change;
  }

  /// In one batch to each table.
  void write(List<RunRecord> records) {
    try (PreparedBatch epochs = handle.prepareBatch(EPOCH);
        PreparedBatch points = handle.prepareBatch(POINT);
        PreparedBatch events = handle.prepareBatch(EVENT);
        PreparedBatch artifacts = handle.prepareBatch(ARTIFACT);
        PreparedBatch tags = handle.prepareBatch(TAG);
        PreparedBatch states = handle.prepareBatch(STATE)) {
      for (RunRecord entry : records) {
        switch (entry) {
          case RunRecord.Epoch(EpochStats stats) -> add(epochs, stats);
          case RunRecord.Point point -> add(points, point);
          case RunRecord.Event event -> add(events, event);
          case RunRecord.Artifact artifact -> add(artifacts, artifact);
          case RunRecord.Tag(String tag) -> tags.bind("run", run).bind("tag", tag).add();
          case RunRecord.State state -> add(states, state);
        }
      }
      for (PreparedBatch batch : List.of(epochs, points, events, artifacts, tags, states)) {
        if (batch.size() > 0) {
          int[] _ = batch.execute();
        }
      }
    }
  }

  /// The run was touched.
  void stamp() {
    int _ =
        handle
            .createUpdate("UPDATE runs SET change = :change WHERE id = :run")
            .bind("change", change)
            .bind("run", run)
            .execute();
  }

  private void add(PreparedBatch batch, EpochStats stats) {
    value(batch, "trainLoss", stats.trainLoss());
    value(batch, "trainAccuracy", stats.trainAccuracy());
    value(batch, "heldOutLoss", stats.heldOutLoss());
    value(batch, "heldOutAccuracy", stats.heldOutAccuracy());
    value(batch, "examplesPerSecond", stats.examplesPerSecond());
    value(batch, "seconds", stats.seconds());
    key(batch).bind("epoch", stats.epoch()).add();
  }

  private void add(PreparedBatch batch, RunRecord.Point point) {
    value(batch, "value", point.value());
    key(batch).bind("name", point.name()).bind("step", point.step()).add();
  }

  private void add(PreparedBatch batch, RunRecord.Event event) {
    key(batch)
        .bind("id", event.id())
        .bind("at", Moments.text(event.at()))
        .bind("kind", event.kind())
        .bind("text", event.text())
        .add();
  }

  private void add(PreparedBatch batch, RunRecord.Artifact artifact) {
    key(batch)
        .bind("kind", artifact.kind())
        .bind("name", artifact.name())
        .bind("path", artifact.path())
        .bind("bytes", artifact.bytes())
        .bind("sha256", artifact.sha256())
        .add();
  }

  private void add(PreparedBatch batch, RunRecord.State state) {
    String at = Moments.text(state.at());
    batch
        .bind("run", run)
        .bind("status", state.status().word())
        .bind("at", at)
        .bind("finished", state.status() == RunStatus.RUNNING ? null : at)
        .bind("model", state.modelSha256())
        .add();
  }

  private PreparedBatch key(PreparedBatch batch) {
    return batch.bind("run", run).bind("change", change);
  }

  /// A NaN is a missing value.
  private static void value(PreparedBatch batch, String name, double value) {
    batch.bind(name, Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value));
  }
}
