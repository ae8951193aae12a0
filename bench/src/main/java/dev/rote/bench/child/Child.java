package dev.rote.bench.child;

import dev.rote.engine.Engines;
import dev.rote.fault.RoteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The process of one system in one heat: reads a line of the protocol, does it, answers in a line.
/// See bench/README.md. Ends when its input does, so that no race that dies leaves it behind.
public final class Child {
  /// Examples between two looks at the clock.
  private static final int STRIDE = 64;

  private final String system;
  private @Nullable Running running;

  private Child(String system) {
    this.system = system;
  }

  /// Serves one race until its input ends.
  ///
  /// @param arguments the name of an engine, or of a peer on the class path
  /// @throws IOException if the race is gone
  public static void main(String[] arguments) throws IOException {
    PrintStream replies = System.out;
    // What libraries print is no part of the protocol.
    System.setOut(System.err);
    Child child = new Child(arguments[0]);
    BufferedReader words =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean more = true;
    while (more) {
      String line = words.readLine();
      more = line != null && !line.equals("quit");
      if (more) {
        replies.println(child.answer(line));
        replies.flush();
      }
    }
    // Libraries may have left threads behind.
    System.exit(0);
  }

  private String answer(String line) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1);
    try {
      return word.equals("open") ? open(Task.parse(rest)) : running().answer(word, rest);
    } catch (RoteException e) {
      return "failed " + e.getMessage();
    }
  }

  private String open(Task task) {
    Optional<Peer> peer =
        ServiceLoader.load(Peer.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.name().equals(system))
            .findFirst();
    Trainee trainee =
        peer.isPresent()
            ? new RivalTrainee(peer.get().open(task), task)
            : new EngineTrainee(Engines.named(system), task);
    running = new Running(trainee, task);
    return "ready " + (trainee.startsAlike() ? "common " : "own ") + trainee.description();
  }

  private Running running() {
    if (running == null) {
      throw new RoteException("answer", "the word open", "another", "open a task first");
    }
    return running;
  }

  /// A task that is open.
  private static final class Running {
    private final Trainee trainee;
    private final int[][] orders;
    private final int stride;
    private int epoch;

    Running(Trainee trainee, Task task) {
      this.trainee = trainee;
      orders = task.orders(task.labels(false).length);
      stride = Math.max(1, STRIDE / task.batch());
      trainee.begin(orders[0]);
    }

    String answer(String word, String rest) {
      return switch (word) {
        case "losses" -> losses(Integer.parseInt(rest));
        case "train" -> {
          train(Long.parseLong(rest));
          yield "trained";
        }
        case "turn" -> turn(Double.parseDouble(rest));
        case "accuracy" -> "accuracy " + trainee.accuracy();
        default ->
            throw new RoteException(
                "answer",
                "open, losses, train, turn, accuracy or quit",
                "\"" + word + "\"",
                "use a word of the protocol");
      };
    }

    private void advance() {
      epoch++;
      trainee.begin(orders[epoch % orders.length]);
    }

    private String losses(int steps) {
      StringJoiner losses = new StringJoiner(" ").add("losses");
      for (int s = 0; s < steps; s++) {
        train(1);
        losses.add(Double.toString(trainee.lastLoss()));
      }
      return losses.toString();
    }

    /// Whole steps of at least so many examples.
    private void train(long examples) {
      for (long done = 0; done < examples; ) {
        int step = trainee.step();
        done += step;
        if (step == 0) {
          advance();
        }
      }
    }

    /// The clock stands still while an epoch begins.
    private String turn(double seconds) {
      long examples = 0;
      long nanos = 0;
      while (nanos < seconds * 1e9) {
        int step = 1;
        long started = System.nanoTime();
        for (int s = 0; s < stride && step > 0; s++) {
          step = trainee.step();
          examples += step;
        }
        nanos += System.nanoTime() - started;
        if (step == 0) {
          advance();
        }
      }
      return "turn " + examples + " " + nanos / 1e9;
    }
  }
}
