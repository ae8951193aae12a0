package dev.rote.live;

import dev.rote.exchange.AtomicFile;
import dev.rote.findings.Corrections;
import dev.rote.runs.Json;
import dev.rote.runs.RunFiles;
import dev.rote.store.Run;
import dev.rote.store.RunRecord;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The findings of an audit, as its files have them, and what was said of its labels so far.
///
/// Its folder is another's word if the store is a team's. So a file is read only if no link leads
/// to it and it has the bytes that the audit wrote, and nothing is written but `corrections.csv`
/// beside such files.
final class StoredAudit {
  private static final String FACTS = "audit.json";
  private static final String SCORES = "scores.csv";
  private static final String CORRECTIONS = "corrections.csv";
  private static final long LONGEST_FACTS = 1 << 25;

  private final Path folder;
  private final Map<String, Object> facts;

  private StoredAudit(Path folder, Map<String, Object> facts) {
    this.folder = folder;
    this.facts = facts;
  }

  /// Reads it.
  ///
  /// @param files that the run left
  /// @throws NotFoundResponse if they are not here, or another audit's by now
  static StoredAudit read(Run run, List<RunRecord.Artifact> files) {
    Path folder = run.description().folder();
    List<RunRecord.Artifact> needed =
        files.stream().filter(file -> Set.of(FACTS, SCORES).contains(file.path())).toList();
    if (needed.size() < 2 || !run.worker().isHere()) {
      throw new NotFoundResponse("an audit has findings when it has finished, on its own machine");
    }
    for (RunRecord.Artifact file : needed) {
      long most = file.path().equals(FACTS) ? LONGEST_FACTS : Long.MAX_VALUE;
      if (file.bytes() > most
          || RunFiles.verify(folder, file.path(), file.sha256()) != RunFiles.State.UNCHANGED) {
        throw new NotFoundResponse("the audit's files have changed since, or are gone");
      }
    }
    return new StoredAudit(folder, Json.object(text(folder.resolve(FACTS))));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Object fact(String name) {
    Object fact = facts.get(name);
    if (fact == null) {
      throw new NotFoundResponse("the audit has no " + name);
    }
    return fact;
  }

  /// Names of the classes.
  List<?> classes() {
    return fact("classes") instanceof List<?> names ? names : List.of();
  }

  long seed() {
    return ((Number) fact("seed")).longValue();
  }

  private int examples() {
    return ((Number) fact("training_examples")).intValue();
  }

  /// Both lists, one after the other.
  List<Suspect> suspects() {
    List<Suspect> suspects = new ArrayList<>();
    for (String list : List.of("wrong", "disputed")) {
      if (fact(list) instanceof List<?> rows) {
        for (Object row : rows) {
          if (row instanceof Map<?, ?> map) {
            suspects.add(new Suspect(list, map));
          }
        }
      }
    }
    return suspects;
  }

  /// One label to look at.
  ///
  /// @param list which of the two it is on
  /// @param facts as `audit.json` has them
  record Suspect(String list, Map<?, ?> facts) {
    int index() {
      return whole("index");
    }

    int given() {
      return whole("given_label");
    }

    private int whole(String name) {
      return facts.get(name) instanceof Number number ? number.intValue() : -1;
    }

    List<Integer> neighbours() {
      List<Integer> all = new ArrayList<>();
      if (facts.get("neighbours") instanceof List<?> list) {
        list.forEach(one -> all.add(((Number) one).intValue()));
      }
      return all;
    }
  }

  /// Every suspect with its scores and the labels of its neighbours.
  List<Map<String, Object>> rows() {
    List<Suspect> suspects = suspects();
    Set<Integer> wanted = new HashSet<>();
    suspects.forEach(suspect -> wanted.add(suspect.index()));
    suspects.forEach(suspect -> wanted.addAll(suspect.neighbours()));
    Map<Integer, Map<String, String>> scores = scores(wanted);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Suspect suspect : suspects) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("list", suspect.list());
      suspect.facts().forEach((key, value) -> row.put("" + key, value));
      row.put("scores", scores.getOrDefault(suspect.index(), Map.of()));
      row.put(
          "neighbours",
          suspect.neighbours().stream()
              .map(j -> Map.of("index", j, "label", given(scores.get(j))))
              .toList());
      rows.add(row);
    }
    return rows;
  }

  private static int given(@Nullable Map<String, String> scores) {
    return scores == null ? -1 : Integer.parseInt(scores.getOrDefault("given_label", "-1"));
  }

  /// Rows of `scores.csv`, by example.
  private Map<Integer, Map<String, String>> scores(Set<Integer> wanted) {
    Map<Integer, Map<String, String>> found = new LinkedHashMap<>();
    try (var lines = Files.newBufferedReader(folder.resolve(SCORES))) {
      String line = lines.readLine();
      String[] names = line == null ? new String[0] : line.split(",", -1);
      for (line = lines.readLine(); line != null; line = lines.readLine()) {
        int index = Integer.parseInt(line.substring(0, line.indexOf(',')));
        if (wanted.contains(index)) {
          String[] cells = line.split(",", -1);
          Map<String, String> row = new LinkedHashMap<>();
          for (int i = 1; i < Math.min(names.length, cells.length); i++) {
            row.put(names[i], cells[i]);
          }
          found.put(index, row);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /// What was said so far.
  Corrections corrections() {
    Path file = folder.resolve(CORRECTIONS);
    if (Files.notExists(file)) {
      return Corrections.none();
    }
    Map<Integer, Integer> given = new TreeMap<>();
    suspects().forEach(suspect -> given.put(suspect.index(), suspect.given()));
    return Corrections.read(
        file, examples(), classes().size(), index -> given.getOrDefault(index, -1));
  }

  /// Says what a label should be, and keeps it at once.
  ///
  /// @param corrected the class; [Corrections#UNSURE] if nobody can say
  Corrections say(Suspect suspect, int corrected) {
    Corrections more =
        corrections().with(suspect.index(), new Corrections.Row(suspect.given(), corrected));
    AtomicFile.writeText(folder.resolve(CORRECTIONS), more.csv());
    return more;
  }

  /// Where they are kept.
  Path file() {
    return folder.resolve(CORRECTIONS);
  }
}
