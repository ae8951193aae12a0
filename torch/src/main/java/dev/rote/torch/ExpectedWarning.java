package dev.rote.torch;

import java.io.OutputStream;
import java.io.PrintStream;

/// Keeps one known line off the standard error output while a library is loaded.
///
/// The pinned OpenBLAS is one release older than the rest of the binding, on purpose, and JavaCPP
/// says so each time, to System.err and nowhere else. Everything else passes.
final class ExpectedWarning implements AutoCloseable {
  private final PrintStream before = System.err;

  /// @param start what the line begins with
  ExpectedWarning(String start) {
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream(), false, before.charset()) {
          @Override
          public void println(String line) {
            if (!line.startsWith(start)) {
              before.println(line);
            }
          }

          @Override
          public void write(int b) {
            before.write(b);
          }

          @Override
          public void write(byte[] buffer, int from, int length) {
            before.write(buffer, from, length);
          }
        });
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
