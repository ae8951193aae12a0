package dev.rote.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.rote.exchange.AtomicFile;
import dev.rote.runs.RecipeKeys;
import dev.rote.store.Run;
import dev.rote.store.RunFacts;
import dev.rote.store.RunHistory;
import dev.rote.train.EpochStats;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// A row to each epoch of each run, and one row to a run that has none: the run, its recipe with
/// `recipe.` before each key, and the columns of metrics.csv. Numbers are in Java's shortest exact
/// form.
final class CsvTable {
  private static final List<String> RUN =
      List.of("run", "name", "status", "created", "tags", "engine");
  private static final List<String> EPOCH =
      List.copyOf(RunFacts.epoch(new EpochStats(0, 0, 0, 0, 0, 0, 0)).sequencedKeySet());

  private CsvTable() {}

  static void write(List<RunHistory> runs, Path out) {
    AtomicFile.write(
        out,
        stream -> {
          // Flushed and not closed: the stream is not ours.
          write(runs, new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        });
  }

  private static void write(List<RunHistory> runs, Writer text) throws IOException {
    List<SequencedMap<String, String>> recipes = runs.stream().map(RunHistory::recipe).toList();
    SequencedSet<String> keys = RecipeKeys.union(recipes);
    List<String> header = new ArrayList<>(RUN);
    keys.forEach(key -> header.add("recipe." + key));
    header.addAll(EPOCH);
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    csv.writeRecord(header);
    for (int i = 0; i < runs.size(); i++) {
      List<String> facts = new ArrayList<>(facts(runs.get(i).run()));
      SequencedMap<String, String> recipe = recipes.get(i);
      keys.forEach(key -> facts.add(recipe.getOrDefault(key, "")));
      for (List<String> numbers : numbers(runs.get(i).epochs())) {
        List<String> row = new ArrayList<>(facts);
        row.addAll(numbers);
        csv.writeRecord(row);
      }
    }
    csv.flush();
  }

  private static List<String> facts(Run run) {
    return List.of(
        run.id(),
        run.description().name(),
        run.status().word(),
        RunFacts.text(run.created()),
        String.join(", ", run.tags()),
        run.description().provenance().engine());
  }

  private static List<List<String>> numbers(List<EpochStats> epochs) {
    if (epochs.isEmpty()) {
      return List.of(EPOCH.stream().map(_ -> "").toList());
    }
    return epochs.stream()
        .map(stats -> RunFacts.epoch(stats).values().stream().map(Object::toString).toList())
        .toList();
  }
}
