package dev.rote.data;

import dev.rote.fault.RoteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The records of a CSV file (RFC 4180): commas, quotes where need be, UTF-8, any line ends.
///
/// Stricter than most: a quote that opens or closes in the middle of a value is an error. Empty
/// lines are passed over. Confined to one thread.
final class CsvReader implements AutoCloseable {
  private static final int LONGEST_VALUE = 1 << 16;
  private static final int MOST_VALUES = 1 << 17;
  private static final int END = -1;

  private final Path file;
  private final BufferedReader in;
  private final StringBuilder value = new StringBuilder();
  private int line = 1;
  private int recordLine = 1;

  /// @throws RoteException if the file cannot be opened
  CsvReader(Path file) {
    this.file = file;
    try {
      in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
      in.mark(1);
      if (in.read() != '\uFEFF') {
        in.reset();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Where the last record began, counted from 1.
  int line() {
    return recordLine;
  }

  /// The next record.
  ///
  /// @return its values; none at the end of the file
  /// @throws RoteException naming file and line, if it is no CSV
  List<String> next() {
    try {
      List<String> values = new ArrayList<>();
      do {
        values.clear();
        recordLine = line;
        if (!record(values)) {
          return List.of();
        }
      } while (values.size() == 1 && values.getFirst().isEmpty());
      return values;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// @return false at the end of the file
  private boolean record(List<String> values) throws IOException {
    int next = in.read();
    if (next == END) {
      return false;
    }
    while (true) {
      next = next == '"' ? quoted() : plain(next);
      values.add(value.toString());
      if (values.size() > MOST_VALUES) {
        throw fault("at most " + MOST_VALUES + " columns", "more", "check that lines end");
      }
      if (next != ',') {
        return true;
      }
      next = in.read();
    }
  }

  /// @param next the value's first character, or what follows it if it is empty
  /// @return what ended it: a comma, a line end or the file's
  private int plain(int next) throws IOException {
    value.setLength(0);
    while (next != ',' && next != '\n' && next != '\r' && next != END) {
      if (next == '"') {
        throw fault("quotes around whole values", "one within", "write \"\" for it, in quotes");
      }
      append(next);
      next = in.read();
    }
    return ended(next);
  }

  private int quoted() throws IOException {
    value.setLength(0);
    while (true) {
      int next = in.read();
      if (next == END) {
        throw fault("a quote that ends", "the end of the file", "close the quote");
      }
      if (next != '"') {
        line += next == '\n' ? 1 : 0;
        append(next);
        continue;
      }
      next = in.read();
      if (next != '"') {
        if (next != ',' && next != '\n' && next != '\r' && next != END) {
          throw fault("a comma after a quoted value", "more text", "write \"\" for a quote in it");
        }
        return ended(next);
      }
      append('"');
    }
  }

  /// Takes both characters of a line end.
  private int ended(int next) throws IOException {
    if (next == '\r') {
      in.mark(1);
      if (in.read() != '\n') {
        in.reset();
      }
    }
    line += next == '\r' || next == '\n' ? 1 : 0;
    return next;
  }

  private void append(int character) {
    if (value.length() == LONGEST_VALUE) {
      throw fault(
          "values of at most " + LONGEST_VALUE + " characters", "a longer one", "check the quotes");
    }
    value.append((char) character);
  }

  private RoteException fault(String expected, String found, String help) {
    return new RoteException("read " + file + ", line " + recordLine, expected, found, help);
  }

  private RoteException failed(IOException e) {
    return e instanceof CharacterCodingException
        ? new RoteException("read " + file, "text in UTF-8", "other bytes", "save it as UTF-8", e)
        : RoteException.io("read " + file, "check the file", e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
