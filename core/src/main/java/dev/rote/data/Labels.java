package dev.rote.data;

import dev.rote.fault.RoteException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What becomes of the labels of a data set before a network sees them.
///
/// With c the class an example was given, C the number of classes and p the share:
///
/// | kind | which split | the label |
/// |---|---|---|
/// | `Given` | | c |
/// | `Random` | both | each class with probability 1 / C, whatever the picture and c |
/// | `Symmetric` | training | c with 1 − p, each other class with p / (C − 1) |
/// | `Pairs` | training | c with 1 − p, (c + 1) mod C with p |
/// | `Swaps` | training | c with 1 − p, map(c) with p; classes outside the map keep theirs |
///
/// So p is the share of wrong labels that is to be expected; some authors draw from all C classes
/// instead, and their p is ours times C / (C − 1).
///
/// Labels are a pure function of the recipe's seed, the split and the example's place in it: the
/// first n examples of a data set have the same labels however many follow. Each example takes the
/// same draws whether its label changes or not, so equal seeds change the same examples under every
/// kind of noise (`Swaps`: those of them whose class is in the map), and a larger share changes
/// these and more.
///
/// Sources: for random labels C. Zhang et al., "Understanding deep learning requires rethinking
/// generalization", arXiv 1611.03530 (2017); for symmetric noise and pair flips N. Natarajan et
/// al., "Learning with noisy labels" (2013), and B. Han et al., "Co-teaching", arXiv 1804.06872
/// (2018).
public sealed interface Labels {

  /// As the data set has them.
  record Given() implements Labels {}

  /// Drawn at random, in both splits.
  ///
  /// @param classes how many there are, 2 to 65536, or [#AS_GIVEN]. Where it is the data set's own
  ///     number they keep their names; else they are called "0", "1" …
  record Random(int classes) implements Labels {

    /// As many classes as the data set has.
    public static final int AS_GIVEN = 0;

    /// @throws RoteException if there are too few classes, or too many
    public Random {
      if (classes != AS_GIVEN && (classes < 2 || classes > PictureReader.MOST_CLASSES)) {
        throw new RoteException(
            "random labels",
            "2 to " + PictureReader.MOST_CLASSES + " classes",
            "" + classes,
            "set their number");
      }
    }
  }

  /// Training labels of which some are made wrong.
  sealed interface Noise extends Labels {
    /// With what probability a label is replaced, above 0 and at most 1.
    double share();
  }

  /// Replaced by any other class, each equally likely.
  record Symmetric(double share) implements Noise {
    /// @throws RoteException if the share is no probability above 0
    public Symmetric {
      requireShare("symmetric noise", share);
    }
  }

  /// Replaced by the next class; the last by the first.
  record Pairs(double share) implements Noise {
    /// @throws RoteException if the share is no probability above 0
    public Pairs {
      requireShare("pair flips", share);
    }
  }

  /// Replaced by the class that a map names: one that looks alike, say.
  ///
  /// @param map from class to class, none to itself; copied in the order of its keys
  record Swaps(double share, Map<Integer, Integer> map) implements Noise {
    /// @throws RoteException if the share is no probability above 0, or the map is empty, names a
    ///     class below 0 or maps one to itself
    public Swaps {
      requireShare("class swaps", share);
      map = Collections.unmodifiableMap(new TreeMap<>(map));
      if (map.isEmpty()) {
        throw new RoteException("class swaps", "a map of classes", "an empty one", "map a class");
      }
      map.forEach(
          (from, to) -> {
            if (from < 0 || to < 0 || from.equals(to)) {
              throw new RoteException(
                  "class swaps",
                  "two different classes, counted from 0",
                  from + " to " + to,
                  "correct the map");
            }
          });
    }
  }

  private static void requireShare(String operation, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new RoteException(
          operation, "a share above 0 and at most 1", "" + share, "set a probability");
    }
  }

  /// The name in recipes.
  default String word() {
    return switch (this) {
      case Given _ -> "given";
      case Random _ -> "random";
      case Symmetric _ -> "symmetric";
      case Pairs _ -> "pairs";
      case Swaps _ -> "swaps";
    };
  }

  /// What they did to a split, in words: "symmetric noise 0.1: 5987 of 60000 training labels
  /// changed". Empty if they are as given.
  ///
  /// @param split labelled by this
  default Optional<String> summary(Split split) {
    String training = changed(split.train(), "training");
    return switch (this) {
      case Given _ -> Optional.empty();
      case Random _ ->
          Optional.of(
              "random over %d classes: %s and %s labels changed"
                  .formatted(
                      split.train().classes(), training, changed(split.heldOut(), "held-out")));
      case Symmetric(double share) ->
          Optional.of("symmetric noise %s: %s labels changed".formatted(share, training));
      case Pairs(double share) ->
          Optional.of("pair flips %s: %s labels changed".formatted(share, training));
      case Swaps(double share, Map<Integer, Integer> map) ->
          Optional.of(
              "class swaps %s (%s): %s labels changed".formatted(share, pairs(map), training));
    };
  }

  private static String changed(Dataset data, String split) {
    return data.changedLabels() + " of " + data.size() + " " + split;
  }

  private static String pairs(Map<Integer, Integer> map) {
    return map.entrySet().stream()
        .map(swap -> swap.getKey() + " to " + swap.getValue())
        .collect(Collectors.joining(", "));
  }
}
