package dev.rote.bench;

import dev.rote.fault.RoteException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The near end of the process of [dev.rote.bench.child.ExchangeProbe]. Confined to one thread.
final class Exchange implements AutoCloseable {
  private static final String ANSWER = "exchange ";

  private final BufferedWriter words;
  private final BufferedReader answers;

  /// Starts the process.
  ///
  /// @throws RoteException if it cannot be started
  Exchange() {
    ProcessBuilder builder =
        new ProcessBuilder(Entrants.java(List.of("dev.rote.bench.child.ExchangeProbe")));
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      words =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw RoteException.io("start the probe of the exchange", "check the JDK", e);
    }
  }

  /// Nanoseconds that a core takes to write a line of 64 bytes that another one has read: the
  /// median of some 20 ms. Infinite if other programs had one of the cores.
  ///
  /// @throws RoteException if the process has ended
  double nanosALine() {
    try {
      words.newLine();
      words.flush();
      String answer = answers.readLine();
      if (answer != null && answer.startsWith(ANSWER)) {
        return Double.parseDouble(answer.substring(ANSWER.length()));
      }
      String found = answer == null ? "the end of its process" : answer;
      throw new RoteException("measure the exchange", ANSWER + "NANOS", found, "race again");
    } catch (IOException e) {
      throw RoteException.io("measure the exchange", "race again", e);
    }
  }

  /// Ends its input, at which the process ends.
  @Override
  public void close() {
    try {
      words.close();
    } catch (IOException _) {
      // It has ended by itself.
    }
  }
}
