package dev.rote.store;

import dev.rote.train.EpochStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run as the store has it.
///
/// @param id short, unique in the store, sorts by the minute: `20261123-1246-k3f9`
/// @param description what it is
/// @param status how it stands, as of the reading
/// @param created when it was entered
/// @param ended when it came to its status, if that is an end
/// @param last the last finished epoch, if there is one
/// @param modelSha256 of the result, in hex, once there is one
/// @param worker the process that trains or trained it
/// @param tags in order
/// @param change the store's change number when it was last touched
public record Run(
    String id,
    RunDescription description,
    RunStatus status,
    Instant created,
    Optional<Instant> ended,
    Optional<EpochStats> last,
    Optional<String> modelSha256,
    Worker worker,
    List<String> tags,
    long change) {
  public Run {
    tags = List.copyOf(tags);
  }

  /// How long it went or has gone on so far, pauses included.
  ///
  /// @param now the present
  public Duration duration(Instant now) {
    Instant end =
        switch (status) {
          case RUNNING -> now;
          case LOST -> worker.heartbeat();
          case FINISHED, INTERRUPTED, STOPPED, DIVERGED, FAILED -> ended.orElse(worker.heartbeat());
        };
    Duration time = Duration.between(created, end);
    return time.isNegative() ? Duration.ZERO : time;
  }

  Run with(List<String> tags) {
    return new Run(
        id, description, status, created, ended, last, modelSha256, worker, tags, change);
  }

  /// A process that trains.
  ///
  /// @param host its machine
  /// @param pid its number there
  /// @param heartbeat when it was last heard of, by its own clock
  public record Worker(String host, long pid, Instant heartbeat) {

    /// Whether it runs or ran on this machine, where its files are.
    public boolean isHere() {
      return host.equals(RunEntry.host());
    }
  }
}
