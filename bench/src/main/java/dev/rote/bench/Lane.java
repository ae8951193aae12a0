package dev.rote.bench;

import dev.rote.fault.RoteException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// The near end of one system's process: it asks in lines of the protocol, and waits for each
/// answer. Confined to one thread.
final class Lane implements AutoCloseable {
  /// Slices of warming up that must be alike, and how far the slowest may be behind the fastest.
  private static final int ALIKE = 3;

  private static final double SETTLED = 0.95;
  private static final int SECONDS_TO_END = 5;
  private static final Pattern SPACE = Pattern.compile(" ");

  /// Variables that change how libraries compute; only an entrant sets some.
  private static final List<String> TUNING =
      List.of(
          "OPENBLAS_",
          "GOTO_",
          "OMP_",
          "MKL_",
          "BLIS_",
          "NVPL_",
          "KMP_",
          "GOMP_",
          "TF_",
          "DNNL_",
          "ONEDNN_");

  private final Entrant entrant;
  private final Path errors;
  private final Process process;
  private final BufferedWriter words;
  private final BufferedReader answers;

  /// Starts the process.
  ///
  /// @param errors a file that does not exist, for what the process complains about
  /// @throws RoteException if it cannot be started
  Lane(Entrant entrant, Path errors) {
    this.entrant = entrant;
    this.errors = errors;
    ProcessBuilder builder = new ProcessBuilder(entrant.command());
    clean(builder.environment());
    builder.environment().putAll(entrant.environment());
    try {
      process = builder.redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw RoteException.io("start " + entrant, "install it, or leave it out of --systems", e);
    }
    words =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static void clean(Map<String, String> environment) {
    environment.keySet().removeIf(name -> TUNING.stream().anyMatch(name::startsWith));
  }

  /// What a system said when it was ready.
  ///
  /// @param alike whether it starts from the weights it was given
  record Ready(boolean alike, String description) {}

  /// Opens the heat's task.
  Ready open(Heat heat, Path work) {
    String task = heat.widths() + " " + heat.batch() + " " + entrant.threads();
    String[] answer = SPACE.split(ask("open " + task + " " + heat.rate() + " " + work, "ready"), 2);
    return new Ready(answer[0].equals("common"), answer[1]);
  }

  /// Mean losses of the next so many steps, each before its update.
  double[] losses(int steps) {
    String answer = ask("losses " + steps, "losses");
    return Arrays.stream(SPACE.split(answer)).mapToDouble(Double::parseDouble).toArray();
  }

  /// Trains on so many examples, and on a batch to its end.
  void train(int examples) {
    ask("train " + examples, "trained");
  }

  /// Share of right answers on the test pictures.
  double accuracy() {
    return Double.parseDouble(ask("accuracy", "accuracy"));
  }

  /// Trains until three slices in a row are alike, within the bounds of the pace.
  void warmUp(Pace pace) {
    double[] last = new double[ALIKE];
    double spent = 0;
    for (int slice = 0; spent < pace.longestWarmUp(); slice++) {
      last[slice % ALIKE] = speed(pace.slice());
      spent += pace.slice();
      if (spent >= pace.shortestWarmUp() && slice >= ALIKE - 1 && settled(last)) {
        return;
      }
    }
  }

  private static boolean settled(double... speeds) {
    double fastest = Arrays.stream(speeds).max().orElse(0);
    return Arrays.stream(speeds).min().orElse(0) >= SETTLED * fastest;
  }

  /// One turn.
  ///
  /// @return examples a second
  double turn(Pace pace) {
    LockSupport.parkNanos((long) (pace.rest() * 1e9));
    double _ = speed(pace.leadIn());
    return speed(pace.seconds());
  }

  private double speed(double seconds) {
    String[] answer = SPACE.split(ask("turn " + seconds, "turn"), 2);
    return Double.parseDouble(answer[0]) / Double.parseDouble(answer[1]);
  }

  /// @return what stands after the expected word
  private String ask(String line, String expected) {
    try {
      words.write(line);
      words.newLine();
      words.flush();
      String answer = answers.readLine();
      if (answer != null && (answer + " ").startsWith(expected + " ")) {
        return answer.substring(Math.min(answer.length(), expected.length() + 1));
      }
      throw new RoteException(
          "race " + entrant,
          "an answer that begins with " + expected,
          answer == null ? "the end of its process: " + lastError() : answer,
          "mend it, or leave it out of --systems");
    } catch (IOException e) {
      throw RoteException.io("race " + entrant + " (" + lastError() + ")", "leave it out", e);
    }
  }

  private String lastError() {
    try {
      return Files.readAllLines(errors, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
          .reduce((_, last) -> last)
          .orElse("it said nothing");
    } catch (IOException _) {
      return "it said nothing";
    }
  }

  /// Ends the process, politely at first.
  @Override
  public void close() {
    try {
      words.write("quit");
      words.newLine();
      words.close();
    } catch (IOException _) {
      // It has ended by itself.
    }
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
