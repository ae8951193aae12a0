package dev.rote.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Standard output and error: results, notes, and one live line where there is a terminal.
///
/// Results go to standard output, notes and errors to standard error, so that a pipe gets results
/// alone. Always UTF-8. Safe to call from several threads: each call writes whole lines.
final class Output {
  private static final int DEFAULT_COLUMNS = 80;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final boolean coloured;
  private final int columns;
  private boolean quiet;
  private boolean live;

  private Output(PrintWriter out, PrintWriter err, boolean terminal, Map<String, String> env) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    coloured = terminal && env.getOrDefault("NO_COLOR", "").isEmpty();
    columns = columns(env.getOrDefault("COLUMNS", ""));
  }

  /// The process's own.
  static Output standard() {
    return new Output(
        writer(new FileOutputStream(FileDescriptor.out)),
        writer(new FileOutputStream(FileDescriptor.err)),
        isTerminal(System.console()),
        System.getenv());
  }

  private static boolean isTerminal(@Nullable Console console) {
    return console != null && console.isTerminal();
  }

  /// Into streams, as if piped.
  static Output piped(OutputStream out, OutputStream err) {
    return new Output(writer(out), writer(err), false, Map.of());
  }

  /// As if piped to where nobody reads.
  static Output nowhere() {
    return piped(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
  }

  /// Into streams, as on a terminal.
  ///
  /// @param environment where `NO_COLOR` and `COLUMNS` are looked up
  static Output terminal(OutputStream out, OutputStream err, Map<String, String> environment) {
    return new Output(writer(out), writer(err), true, environment);
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static int columns(String text) {
    return text.matches("[1-9]\\d{1,3}") ? Integer.parseInt(text) : DEFAULT_COLUMNS;
  }

  /// From here on nothing but errors.
  void quiet() {
    quiet = true;
  }

  /// A result, one or more lines, on standard output.
  synchronized void print(String text) {
    if (!quiet) {
      clearLive();
      out.println(text);
    }
  }

  /// Something a person may want to know, on standard error.
  synchronized void note(String text) {
    if (!quiet) {
      clearLive();
      err.println(text);
    }
  }

  /// A failure, in one line, on standard error, quiet or not.
  synchronized void error(String text) {
    clearLive();
    err.println((coloured ? "\u001b[31mrote:\u001b[0m " : "rote: ") + text);
  }

  /// Replaces the live line; nothing where there is no terminal.
  synchronized void live(String text) {
    if (terminal && !quiet) {
      String cut = text.length() < columns ? text : text.substring(0, columns - 1);
      out.print(CLEAR_LINE + cut);
      out.flush();
      live = true;
    }
  }

  private void clearLive() {
    if (live) {
      out.print(CLEAR_LINE);
      out.flush();
      live = false;
    }
  }

  /// Bold on a terminal that shows it.
  String strong(String text) {
    return coloured ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /// Whether a person looks on.
  boolean isTerminal() {
    return terminal;
  }

  /// How wide a table may be: as the terminal; piped, as it likes.
  int width() {
    return terminal ? columns : Integer.MAX_VALUE;
  }

  PrintWriter writer() {
    return out;
  }

  PrintWriter errors() {
    return err;
  }

  synchronized void flush() {
    clearLive();
    out.flush();
    err.flush();
  }
}
