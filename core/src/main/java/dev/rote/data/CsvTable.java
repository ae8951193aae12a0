package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A CSV file with a header, read into columns, and what is made of them: numbers as they are,
/// words as one column of 0 and 1 for each, and one column of words as the classes.
///
/// @param file where it is from
/// @param columns all of them, of equal size
/// @param label place of the classes' column
record CsvTable(Path file, List<TableColumn> columns, int label) {
  private static final String LABEL = "label";
  private static final int GREATEST = Integer.MAX_VALUE - 8;

  /// Reads a file.
  ///
  /// @param wanted the classes' column; if not given it is the one called `label`, or the last
  /// @throws RoteException naming file, line and column, if a row is ragged, or a value missing or
  ///     no number where the column is of numbers
  static CsvTable read(Path file, Optional<String> wanted) {
    try (CsvReader csv = new CsvReader(file)) {
      List<String> names = csv.next();
      int label = label(file, names, wanted);
      List<TableColumn> columns = new ArrayList<>();
      for (List<String> row = csv.next(); !row.isEmpty(); row = csv.next()) {
        String place = "read " + file + ", line " + csv.line();
        if (row.size() != names.size()) {
          throw new RoteException(
              place, names.size() + " values, as the header has", "" + row.size(), "correct it");
        }
        for (int i = 0; i < row.size(); i++) {
          String text = row.get(i).strip();
          if (columns.size() == i) {
            String name = names.get(i).strip();
            columns.add(i == label ? TableColumn.words(name) : TableColumn.of(name, text));
          }
          columns.get(i).add(text, place);
        }
      }
      if (columns.isEmpty()) {
        throw new RoteException("read " + file, "rows below the header", "none", "add rows");
      }
      return new CsvTable(file, columns, label);
    }
  }

  private static int label(Path file, List<String> names, Optional<String> wanted) {
    if (names.size() < 2) {
      throw new RoteException(
          "read " + file,
          "a header of two columns or more, separated by commas",
          "" + names.size(),
          "give a CSV file");
    }
    List<String> stripped = names.stream().map(String::strip).toList();
    for (int i = 0; i < names.size(); i++) {
      if (stripped.indexOf(stripped.get(i)) < i) {
        throw new RoteException(
            "read " + file, "a header of different names", stripped.get(i) + " twice", "rename it");
      }
    }
    int named = stripped.indexOf(wanted.orElse(LABEL));
    if (named < 0 && wanted.isPresent()) {
      throw new RoteException(
          "read " + file,
          "a column " + wanted.get(),
          String.join(", ", stripped),
          "name one of these as the label");
    }
    return named < 0 ? names.size() - 1 : named;
  }

  /// The classes, in order.
  List<String> classNames() {
    return columns.get(label).sorted();
  }

  /// As examples, in the file's order and not standardised yet.
  ///
  /// @param training the file that says what columns, words and classes there are: this, or
  ///     another. A word it has not is none of its words
  /// @throws RoteException if the columns differ, or a class is not one of the training file's
  Dataset dataset(CsvTable training) {
    requireLike(training);
    int[] labels = labels(training);
    int rows = labels.length;
    int width = 0;
    for (int i = 0; i < columns.size(); i++) {
      width += i == label ? 0 : training.columns.get(i).width();
    }
    if ((long) rows * width > GREATEST) {
      throw new RoteException(
          "read " + file,
          "at most " + GREATEST + " numbers",
          rows + " rows of " + width,
          "give fewer rows or columns");
    }
    float[] values = new float[rows * width];
    List<TableInput> inputs = new ArrayList<>(width);
    for (int i = 0; i < columns.size(); i++) {
      if (i != label) {
        TableColumn like = training.columns.get(i);
        columns.get(i).write(like, values, inputs.size(), width);
        inputs.addAll(
            Collections.nCopies(like.width(), new TableInput(like.name(), like.numbers())));
      }
    }
    return Dataset.ofTable(file.toString(), values, inputs, labels, training.classNames());
  }

  private int[] labels(CsvTable training) {
    TableColumn column = columns.get(label);
    int[] labels = column.labels(training.classNames());
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0) {
        throw new RoteException(
            "read " + file + ", row " + (row + 1) + ", column " + column.name(),
            "a class of " + training.file,
            "\"" + column.word(row) + "\"",
            "correct it, or add rows of that class to the training file");
      }
    }
    return labels;
  }

  private void requireLike(CsvTable training) {
    for (int i = 0; i < Math.max(columns.size(), training.columns.size()); i++) {
      String expected = i < training.columns.size() ? training.columns.get(i).kind() : "no more";
      String found = i < columns.size() ? columns.get(i).kind() : "no more";
      if (!expected.equals(found) || label != training.label) {
        throw new RoteException(
            "read " + file + ", column " + (i + 1),
            expected + ", as in " + training.file,
            found,
            "give files of the same columns");
      }
    }
  }
}
