package dev.rote.store;

import dev.rote.train.EpochStats;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads runs. Every value is bound; what goes into a statement's text is written here.
final class RunSelection {
  private RunSelection() {}

  static List<Run> list(Handle handle, RunQuery wanted) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    if (!wanted.statuses().isEmpty()) {
      conditions.add(
          wanted.statuses().stream()
              .map(RunSelection::condition)
              .sorted()
              .collect(Collectors.joining(" OR ", "(", ")")));
      values.put("alive", Moments.text(alive()));
    }
    wanted
        .tag()
        .ifPresent(
            tag -> {
              conditions.add("EXISTS (SELECT 1 FROM tags t WHERE t.run = r.id AND t.tag = :tag)");
              values.put("tag", tag);
            });
    wanted
        .name()
        .ifPresent(
            part -> {
              conditions.add("LOWER(r.name) LIKE :name ESCAPE '!'");
              values.put("name", "%" + escaped(part.toLowerCase(Locale.ROOT)) + "%");
            });
    wanted
        .since()
        .ifPresent(
            instant -> {
              conditions.add("r.created >= :since");
              values.put("since", Moments.text(instant));
            });
    String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    String column = wanted.sort().column();
    String missing = wanted.sort().mayBeMissing() ? column + " IS NULL, " : "";
    String direction = wanted.descending() ? " DESC" : "";
    values.put("limit", wanted.limit());
    return runs(
        handle,
        "%s ORDER BY %s%s%s, r.created%s, r.id%s LIMIT :limit"
            .formatted(where, missing, column, direction, direction, direction),
        values);
  }

  /// No text of a user's: the words are the enumeration's own.
  private static String condition(RunStatus status) {
    return switch (status) {
      case RUNNING -> "(r.status = 'running' AND r.heartbeat >= :alive)";
      case LOST -> "(r.status = 'running' AND r.heartbeat < :alive)";
      case FINISHED, INTERRUPTED, STOPPED, DIVERGED, FAILED -> "r.status = '" + status.word() + "'";
    };
  }

  /// At most two: enough to tell one from several. A run of just this name comes first.
  static List<Run> startingWith(Handle handle, String id) {
    return runs(
        handle,
        "WHERE r.id LIKE :prefix ESCAPE '!' ORDER BY r.id LIMIT 2",
        Map.of("prefix", escaped(id) + "%"));
  }

  static Optional<Run> inFolder(Handle handle, Path folder) {
    return runs(
            handle,
            "WHERE r.folder = :folder ORDER BY r.created DESC, r.id DESC LIMIT 1",
            Map.of("folder", folder.toAbsolutePath().normalize().toString()))
        .stream()
        .findFirst();
  }

  /// In the order of [EpochStats#best], where a NaN, which is a missing value, comes last: of a run
  /// that has nothing else, the first epoch is the best.
  static Map<String, EpochStats> bestEpochs(Handle handle) {
    String sql =
        """
        SELECT e.* FROM epochs e
        JOIN (SELECT run, MIN(heldout_loss) AS lowest FROM epochs GROUP BY run) b
          ON b.run = e.run AND (e.heldout_loss = b.lowest OR b.lowest IS NULL)
        """;
    try (Query query = handle.createQuery(sql)) {
      return query
          .map((row, _) -> Map.entry(row.getString("run"), RunRows.epoch(row, "epoch")))
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  Map.Entry::getValue,
                  (one, other) -> one.epoch() < other.epoch() ? one : other));
    }
  }

  static Changes changes(Handle handle, long cursor) {
    long now;
    try (Query query = handle.createQuery("SELECT change FROM store")) {
      now = query.mapTo(Long.class).one();
    }
    List<Run> touched =
        now == cursor
            ? List.of()
            : runs(handle, "WHERE r.change > :cursor ORDER BY r.change", Map.of("cursor", cursor));
    try (Query query =
        handle.createQuery("SELECT run FROM removed WHERE change > :cursor ORDER BY change")) {
      return new Changes(now, touched, query.bind("cursor", cursor).mapTo(String.class).list());
    }
  }

  private static List<Run> runs(Handle handle, String clauses, Map<String, Object> values) {
    Instant alive = alive();
    List<Run> runs;
    try (Query query = handle.createQuery(RunRows.SELECT + clauses)) {
      runs = query.bindMap(values).map((row, _) -> RunRows.read(row, alive)).list();
    }
    Map<String, List<String>> tags = tags(handle, runs);
    return runs.stream().map(run -> run.with(tags.getOrDefault(run.id(), List.of()))).toList();
  }

  /// Of a few runs by name, of many all in one go.
  private static Map<String, List<String>> tags(Handle handle, List<Run> runs) {
    String sql = "SELECT run, tag FROM tags " + (runs.size() == 1 ? "WHERE run = :run " : "");
    Map<String, List<String>> tags = new HashMap<>();
    if (runs.isEmpty()) {
      return tags;
    }
    try (Query query = handle.createQuery(sql + "ORDER BY run, tag")) {
      if (runs.size() == 1) {
        query.bind("run", runs.getFirst().id());
      }
      query
          .map((row, _) -> Map.entry(row.getString("run"), row.getString("tag")))
          .forEach(
              entry ->
                  tags.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                      .add(entry.getValue()));
    }
    return tags;
  }

  private static Instant alive() {
    return Moments.now().minus(RunRows.SILENCE);
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
