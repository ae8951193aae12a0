package dev.rote.findings;

import dev.rote.data.Dataset;
import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// What a person said of labels, a row each of a CSV file: `index,given_label,corrected_label`.
///
/// The index is that of `scores.csv`, classes are numbers from 0. A corrected label that is the
/// given one says that it is right, none that nobody can say; such rows change nothing. Immutable.
///
/// @param rows by index
public record Corrections(SortedMap<Integer, Row> rows) {
  /// The columns.
  public static final String HEAD = "index,given_label,corrected_label";

  /// More than a row can have, in bytes.
  private static final int ROW_BYTES = 40;

  /// In place of a corrected label: nobody can say.
  public static final int UNSURE = -1;

  /// One label.
  ///
  /// @param given the class it has
  /// @param corrected the class it should have; −1 if nobody can say
  public record Row(int given, int corrected) {

    /// Whether the label is to become another.
    public boolean changes() {
      return corrected != UNSURE && corrected != given;
    }
  }

  public Corrections {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  /// Reads a file, and checks every row against the data.
  ///
  /// @param train the examples that the indices are of
  /// @throws RoteException naming the line, if a row is malformed, names no example or class, gives
  ///     an example again or a label it has not
  public static Corrections read(Path file, Dataset train) {
    return read(file, train.size(), train.classes(), train::label);
  }

  /// The same, where the data themselves are not at hand.
  ///
  /// @param examples of the training split
  /// @param label of an example; −1 where it is not known, and so not checked
  public static Corrections read(Path file, int examples, int classes, IntUnaryOperator label) {
    String operation = "corrections " + file;
    try {
      long most = HEAD.length() + 2L + (long) ROW_BYTES * examples;
      long size = Files.size(file);
      if (size > most) {
        throw wrong(operation, "a row of numbers for each example at most", size + " bytes");
      }
      return parse(operation, Files.readAllLines(file), new Data(examples, classes, label));
    } catch (IOException e) {
      throw RoteException.io(operation, "give a readable CSV file in UTF-8", e);
    }
  }

  private record Data(int examples, int classes, IntUnaryOperator label) {}

  private static Corrections parse(String operation, List<String> lines, Data train) {
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw wrong(operation, "the head " + HEAD, lines.isEmpty() ? "nothing" : "another one");
    }
    SortedMap<Integer, Row> rows = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      String place = operation + ", line " + (i + 1);
      if (cells.length != 3) {
        throw wrong(place, "3 values", "" + cells.length);
      }
      int index = number(place, "an index", cells[0], train.examples());
      int given = number(place, "a given label", cells[1], train.classes());
      String text = cells[2];
      int corrected =
          text.isEmpty() ? UNSURE : number(place, "a corrected label", text, train.classes());
      int label = train.label().applyAsInt(index);
      if (label >= 0 && given != label) {
        throw wrong(place, "label " + label + ", which example " + index + " has", "" + given);
      }
      if (rows.put(index, new Row(given, corrected)) != null) {
        throw wrong(place, "each example once", index + " again");
      }
    }
    return new Corrections(rows);
  }

  private static int number(String place, String what, String text, int end) {
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) >= end) {
      throw wrong(place, what + " from 0 to " + (end - 1), "\"" + text + "\"");
    }
    return Integer.parseInt(text);
  }

  private static RoteException wrong(String place, String expected, String found) {
    return new RoteException(place, expected, found, "correct the file");
  }

  /// None.
  public static Corrections none() {
    return new Corrections(new TreeMap<>());
  }

  /// The same, but for one example.
  public Corrections with(int index, Row row) {
    SortedMap<Integer, Row> more = new TreeMap<>(rows);
    more.put(index, row);
    return new Corrections(more);
  }

  /// The file's text: equal rows give equal text.
  public String csv() {
    StringBuilder csv = new StringBuilder(HEAD).append('\n');
    rows.forEach(
        (index, row) ->
            csv.append(index)
                .append(',')
                .append(row.given())
                .append(',')
                .append(row.corrected() == UNSURE ? "" : row.corrected())
                .append('\n'));
    return csv.toString();
  }

  /// The new class of each example that is to have another, by index.
  public SortedMap<Integer, Integer> changes() {
    SortedMap<Integer, Integer> changes = new TreeMap<>();
    rows.forEach(
        (index, row) -> {
          if (row.changes()) {
            changes.put(index, row.corrected());
          }
        });
    return changes;
  }

  /// The same examples with the corrected labels.
  public Dataset applyTo(Dataset train) {
    Map<Integer, Integer> changes = changes();
    int[] labels = new int[train.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = changes.getOrDefault(i, train.label(i));
    }
    return train.withLabels(labels);
  }
}
