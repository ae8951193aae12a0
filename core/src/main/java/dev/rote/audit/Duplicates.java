package dev.rote.audit;

import dev.rote.data.Dataset;
import dev.rote.data.Split;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Examples that are there more than once, to the last bit.
public final class Duplicates {
  private final boolean[] leaked;
  private final int inTraining;
  private final int conflicts;

  Duplicates(boolean[] leaked, int inTraining, int conflicts) {
    this.leaked = leaked;
    this.inTraining = inTraining;
    this.conflicts = conflicts;
  }

  /// For each held-out example, whether the training split has it too.
  public boolean[] leaked() {
    return leaked;
  }

  /// Training examples that are like an earlier one.
  public int inTraining() {
    return inTraining;
  }

  /// Those of them that have another label than the earlier one.
  public int conflicts() {
    return conflicts;
  }

  /// Compares every example with every other, by way of hashes.
  public static Duplicates of(Split split) {
    Dataset train = split.train();
    Map<Content, Integer> first = new HashMap<>();
    int again = 0;
    int conflicts = 0;
    for (int i = 0; i < train.size(); i++) {
      Integer earlier = first.putIfAbsent(Content.of(train, i), i);
      if (earlier != null) {
        again++;
        conflicts += train.label(earlier) == train.label(i) ? 0 : 1;
      }
    }
    boolean[] leaked = new boolean[split.heldOut().size()];
    for (int i = 0; i < leaked.length; i++) {
      leaked[i] = first.containsKey(Content.of(split.heldOut(), i));
    }
    return new Duplicates(leaked, again, conflicts);
  }

  /// How many held-out examples the training split has too.
  public int leaks() {
    int leaks = 0;
    for (boolean one : leaked) {
      leaks += one ? 1 : 0;
    }
    return leaks;
  }

  /// Numbers of the held-out examples that the training split has not.
  int[] unseen() {
    int[] unseen = new int[leaked.length - leaks()];
    int at = 0;
    for (int i = 0; i < leaked.length; i++) {
      if (!leaked[i]) {
        unseen[at++] = i;
      }
    }
    return unseen;
  }

  /// An example's numbers, read where they stand.
  private record Content(Dataset data, int example, int hash) {
    static Content of(Dataset data, int example) {
      return new Content(data, example, Arrays.hashCode(numbers(data, example)));
    }

    private static float[] numbers(Dataset data, int example) {
      float[] numbers = new float[data.features()];
      data.copyTo(example, numbers, 0);
      return numbers;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Content that
          && hash == that.hash
          && Arrays.equals(numbers(data, example), numbers(that.data, that.example));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
