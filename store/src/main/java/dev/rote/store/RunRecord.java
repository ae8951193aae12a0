package dev.rote.store;

import dev.rote.train.EpochStats;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One thing that happened in a run. To write the same one twice is to write it once.
public sealed interface RunRecord {

  /// An epoch is complete and judged; written again, the later one counts.
  record Epoch(EpochStats stats) implements RunRecord {}

  /// A measurement within an epoch.
  ///
  /// @param step of the whole run, counted from 1
  /// @param name of the metric: `train_loss`
  /// @param value in the metric's unit; NaN is kept
  record Point(long step, String name, double value) implements RunRecord {}

  /// Something to tell.
  ///
  /// @param id tells it from all others of the run
  /// @param at when, to the millisecond
  /// @param kind a word: `started`, `resumed`, `failed`
  /// @param text one line
  record Event(String id, Instant at, String kind, String text) implements RunRecord {
    /// One that happens now.
    public static Event now(String kind, String text) {
      return new Event(UUID.randomUUID().toString(), Moments.now(), kind, text);
    }
  }

  /// A file the run left behind.
  ///
  /// @param kind a word: `model`, `checkpoint`
  /// @param name tells it from others of its kind
  /// @param path relative to the run's folder, with `/` between names
  /// @param bytes its length
  /// @param sha256 of its content, in hex
  record Artifact(String kind, String name, String path, long bytes, String sha256)
      implements RunRecord {}

  /// How the run stands from now on; the latest by its own time counts.
  ///
  /// @param status any but lost
  /// @param at when, to the millisecond
  /// @param modelSha256 of the result, if there is one
  record State(RunStatus status, Instant at, Optional<String> modelSha256) implements RunRecord {
    /// A state that begins now.
    public static State now(RunStatus status) {
      return new State(status, Moments.now(), Optional.empty());
    }
  }
}
