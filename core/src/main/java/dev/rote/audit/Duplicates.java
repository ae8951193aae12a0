package dev.rote.audit;

import dev.rote.data.Dataset;
import dev.rote.data.Split;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// Examples that are there more than once: copies to the last bit, and near copies, which are all
/// but the same.
///
/// Two pictures are near copies if, each brought to mean 0 and deviation 1, the root mean square of
/// their differences is at most 0.1: a correlation of 0.995 or more, whatever their brightness and
/// contrast. Two rows of a table are if in units of the columns' deviations it is at most 0.01.
/// Copies, and copies of copies, are a group; of each group the first example counts, training
/// examples before held-out ones.
public final class Duplicates {
  private final Split split;
  private final int[] exact;
  private final int[] group;

  private Duplicates(Split split, int[] exact, int[] group) {
    this.split = split;
    this.exact = exact;
    this.group = group;
  }

  /// Compares every example with every other that could be a copy.
  public static Duplicates of(Split split) {
    Groups groups = new Groups(split.train().size() + split.heldOut().size());
    Map<Content, Integer> first = new HashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      Integer earlier = first.putIfAbsent(Content.of(split, i), i);
      if (earlier != null) {
        groups.join(earlier, i);
      }
    }
    int[] exact = groups.all();
    new NearCopies(split.train(), split.heldOut()).join(groups);
    return new Duplicates(split, exact, groups.all());
  }

  /// Held-out examples that the training split has too, to the last bit.
  public int leaks() {
    return (int) heldOut().filter(i -> exact[i] < trained()).count();
  }

  /// Further held-out examples that are in a group with a training example.
  public int nearLeaks() {
    return (int) heldOut().filter(i -> group[i] < trained()).count() - leaks();
  }

  /// Held-out examples whose group has an earlier held-out one, but no training example.
  public int repeats() {
    return (int) heldOut().filter(i -> group[i] >= trained() && group[i] != i).count();
  }

  /// Training examples that are, to the last bit, like an earlier one.
  public int inTraining() {
    return (int) training().filter(i -> exact[i] != i).count();
  }

  /// Further training examples whose group has an earlier one.
  public int nearInTraining() {
    return (int) training().filter(i -> group[i] != i).count() - inTraining();
  }

  /// Training examples that have another label than the first one of their group.
  public int conflicts() {
    Dataset train = split.train();
    return (int) training().filter(i -> train.label(group[i]) != train.label(i)).count();
  }

  /// The first example of the group that a training example is in.
  int first(int example) {
    return group[example];
  }

  /// Numbers of the held-out examples that count: those whose group has no earlier example.
  int[] unseen() {
    return heldOut().filter(i -> group[i] == i).map(i -> i - trained()).toArray();
  }

  private int trained() {
    return split.train().size();
  }

  private IntStream training() {
    return IntStream.range(0, trained());
  }

  private IntStream heldOut() {
    return IntStream.range(trained(), group.length);
  }

  /// An example's numbers, read where they stand.
  private record Content(Dataset data, int example, int hash) {

    /// @param number training examples first
    static Content of(Split split, int number) {
      int trained = split.train().size();
      Dataset data = number < trained ? split.train() : split.heldOut();
      int example = number < trained ? number : number - trained;
      return new Content(data, example, hash(data, example));
    }

    /// Of the bytes, where these say all.
    private static int hash(Dataset data, int example) {
      if (!data.pictures()) {
        return Arrays.hashCode(numbers(data, example));
      }
      byte[] bytes = new byte[data.features()];
      data.copyTo(example, bytes, 0);
      return Arrays.hashCode(bytes);
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
