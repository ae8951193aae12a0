package dev.rote.data;

import dev.rote.fault.RoteException;
import java.util.List;
import java.util.Map;

/// Draws the labels that [Labels] describe.
final class Relabelling {
  private static final int TRAINING = 0;
  private static final int HELD_OUT = 1;

  private Relabelling() {}

  /// The same pictures under other labels.
  ///
  /// @param given labelled as the source has it
  /// @throws RoteException if the data set has one class only, or swaps name a class it has not
  static Split of(Split given, Labels labels, long seed) {
    return switch (labels) {
      case Labels.Given _ -> given;
      case Labels.Random(int classes) -> {
        int number = classes == Labels.Random.AS_GIVEN ? given.train().classes() : classes;
        requireTwo(number, "random labels", given.train());
        yield new Split(
            random(given.train(), number, stream(seed, TRAINING)),
            random(given.heldOut(), number, stream(seed, HELD_OUT)));
      }
      case Labels.Noise noise -> {
        requireFits(noise, given.train());
        yield new Split(noisy(given.train(), noise, stream(seed, TRAINING)), given.heldOut());
      }
    };
  }

  private static Randomness stream(long seed, int split) {
    return new Randomness(seed, Randomness.Purpose.LABELS, split);
  }

  private static void requireTwo(int classes, String operation, Dataset data) {
    if (classes < 2) {
      throw new RoteException(
          operation,
          "2 classes or more in " + data.name(),
          "" + classes,
          "leave the labels as given");
    }
  }

  private static void requireFits(Labels.Noise noise, Dataset data) {
    requireTwo(data.classes(), "label noise", data);
    if (noise instanceof Labels.Swaps(double _, Map<Integer, Integer> map)) {
      map.forEach(
          (from, to) -> {
            if (Math.max(from, to) >= data.classes()) {
              throw new RoteException(
                  "class swaps",
                  "classes from 0 to " + (data.classes() - 1) + ", those of " + data.name(),
                  from + " to " + to,
                  "correct the map");
            }
          });
    }
  }

  private static Dataset random(Dataset data, int classes, Randomness random) {
    int[] labels = new int[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.below(classes);
    }
    List<String> names = classes == data.classes() ? data.classNames() : Dataset.numbered(classes);
    return data.relabelled(labels, names);
  }

  private static Dataset noisy(Dataset data, Labels.Noise noise, Randomness random) {
    int[] labels = new int[data.size()];
    for (int i = 0; i < labels.length; i++) {
      boolean wrong = random.uniform() < noise.share();
      int step = 1 + random.below(data.classes() - 1);
      labels[i] = wrong ? replaced(data, data.label(i), noise, step) : data.label(i);
    }
    return data.relabelled(labels, data.classNames());
  }

  /// @param step 1 to classes − 1, uniform
  private static int replaced(Dataset data, int label, Labels.Noise noise, int step) {
    return switch (noise) {
      case Labels.Symmetric _ -> (label + step) % data.classes();
      case Labels.Pairs _ -> (label + 1) % data.classes();
      case Labels.Swaps(double _, Map<Integer, Integer> map) -> map.getOrDefault(label, label);
    };
  }
}
