package dev.rote.export;

import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import dev.rote.fault.Suggestion;
import dev.rote.runs.Json;
import dev.rote.store.RunFacts;
import dev.rote.store.RunHistory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Runs in the forms of other programs. What is written is there whole or not at all.
public enum ExportFormat {
  /// One file, a row to each epoch of each run: for spreadsheets and data frames.
  CSV,
  /// One file, an array of runs with all that is known of them.
  JSON,
  /// A folder with an event file for each run.
  TENSORBOARD;

  /// As it is typed: "csv".
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The format of a word that a user typed.
  ///
  /// @throws RoteException if it is none, with the word that may have been meant
  public static ExportFormat parse(String word) {
    List<String> words = Arrays.stream(values()).map(ExportFormat::word).toList();
    if (!words.contains(word)) {
      throw new RoteException(
          "export format",
          "csv, json or tensorboard",
          "\"" + word + "\"",
          Suggestion.didYouMean(word, words));
    }
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Writes runs.
  ///
  /// @param runs one or more
  /// @param out the file, which is replaced if it is there; of TensorBoard the folder, which must
  ///     not be there or be empty
  /// @throws RoteException if it cannot be written; then there is nothing new under that name
  public void write(List<RunHistory> runs, Path out) {
    switch (this) {
      case CSV -> CsvTable.write(runs, out);
      case JSON ->
          AtomicFile.writeText(out, Json.pretty(runs.stream().map(RunFacts::whole).toList()));
      case TENSORBOARD -> TensorBoardFolder.write(runs, out);
    }
  }
}
