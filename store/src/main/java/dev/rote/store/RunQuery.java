package dev.rote.store;

import dev.rote.fault.RoteException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which runs to list, and in which order.
///
/// @param statuses any of these; all if empty
/// @param tag that they carry
/// @param name that is part of theirs, whatever the case of its letters
/// @param since created then or later
/// @param sort by what
/// @param descending largest or latest first
/// @param limit at most so many, 1 or more
public record RunQuery(
    Set<RunStatus> statuses,
    Optional<String> tag,
    Optional<String> name,
    Optional<Instant> since,
    Sort sort,
    boolean descending,
    int limit) {

  /// What runs can be sorted by; those that have none come last.
  public enum Sort {
    CREATED("r.created"),
    NAME("r.name"),
    STATUS("r.status"),
    HELD_OUT_ACCURACY("e.heldout_accuracy"),
    HELD_OUT_LOSS("e.heldout_loss");

    private final String column;

    Sort(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }

    /// Whether a run may have none. Where none is missing, an index gives the order.
    boolean mayBeMissing() {
      return column.startsWith("e.");
    }
  }

  /// @throws RoteException if the limit is below 1
  public RunQuery {
    statuses = Set.copyOf(statuses);
    if (limit < 1) {
      throw new RoteException("list runs", "a limit of 1 or more", "" + limit, "raise the limit");
    }
  }

  /// Every run, latest first.
  public static RunQuery all() {
    return new RunQuery(
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Sort.CREATED,
        true,
        Integer.MAX_VALUE);
  }

  /// Only runs that stand so.
  public RunQuery status(RunStatus... wanted) {
    return new RunQuery(Set.of(wanted), tag, name, since, sort, descending, limit);
  }

  /// Only runs that carry a tag.
  public RunQuery tag(String wanted) {
    return new RunQuery(statuses, Optional.of(wanted), name, since, sort, descending, limit);
  }

  /// Only runs with this in their name.
  public RunQuery name(String part) {
    return new RunQuery(statuses, tag, Optional.of(part), since, sort, descending, limit);
  }

  /// Only runs created at that instant or later.
  public RunQuery since(Instant instant) {
    return new RunQuery(statuses, tag, name, Optional.of(instant), sort, descending, limit);
  }

  /// In another order.
  public RunQuery sort(Sort by, boolean largestFirst) {
    return new RunQuery(statuses, tag, name, since, by, largestFirst, limit);
  }

  /// At most so many.
  public RunQuery limit(int most) {
    return new RunQuery(statuses, tag, name, since, sort, descending, most);
  }
}
