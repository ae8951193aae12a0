package dev.rote.sweep;

import dev.rote.data.Randomness;
import dev.rote.fault.RoteException;
import dev.rote.yaml.Node;
import dev.rote.yaml.Section;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// What a key of a sweep may be. A value is the text that an override of a recipe takes.
sealed interface Range {
  /// Drawn numbers have so many digits, so that recipes and tables can be read.
  MathContext DIGITS = new MathContext(4);

  /// One value, each equally likely.
  String draw(Randomness random);

  /// Values in the order of the file.
  record Values(List<String> values) implements Range {
    @Override
    public String draw(Randomness random) {
      return values.get(random.below(values.size()));
    }
  }

  /// Numbers from `low` to `high`, rounded to four digits.
  record Uniform(double low, double high) implements Range {
    @Override
    public String draw(Randomness random) {
      return text(low + random.uniform() * (high - low), low, high);
    }
  }

  /// Numbers from `low` to `high`, above 0, whose logarithm is uniform; rounded to four digits.
  record Log(double low, double high) implements Range {
    @Override
    public String draw(Randomness random) {
      double from = StrictMath.log(low);
      double to = StrictMath.log(high);
      return text(StrictMath.exp(from + random.uniform() * (to - from)), low, high);
    }
  }

  /// Whole numbers from `low` to `high`.
  record Whole(int low, int high) implements Range {
    @Override
    public String draw(Randomness random) {
      return "" + (low + random.below(high - low + 1));
    }
  }

  private static String text(double drawn, double low, double high) {
    double rounded = new BigDecimal(drawn).round(DIGITS).doubleValue();
    return Double.toString(Math.clamp(rounded, low, high)).replace('E', 'e');
  }

  /// Reads what stands under a key.
  ///
  /// @throws RoteException if it is empty, of another kind, or upside down
  static Range of(Section keys, String key, Node node) {
    return switch (node) {
      case Node.Items(List<Node> items, int _) when !items.isEmpty() ->
          new Values(items.stream().map(Node::flow).toList());
      case Node.Entries _ -> drawn(keys.of("keys." + key, node));
      case Node.Items _, Node.Scalar _ ->
          throw keys.fault(key, node, "a list of values or a range");
    };
  }

  private static Range drawn(Section range) {
    if (range.has("log")) {
      double[] ends = ends(range, "log");
      if (ends[0] <= 0) {
        throw new RoteException(
            range.place(), "log from above 0", "" + ends[0], "raise it, or take uniform");
      }
      return range.build(() -> new Log(ends[0], ends[1]));
    }
    if (range.has("whole")) {
      double[] ends = ends(range, "whole");
      if (ends[0] != (int) ends[0] || ends[1] != (int) ends[1] || ends[1] - ends[0] > 1e9) {
        throw new RoteException(
            range.place(),
            "whole from a whole number to another",
            ends[0] + " and " + ends[1],
            "correct them");
      }
      return range.build(() -> new Whole((int) ends[0], (int) ends[1]));
    }
    double[] ends = ends(range, "uniform");
    return range.build(() -> new Uniform(ends[0], ends[1]));
  }

  private static double[] ends(Section range, String kind) {
    double[] ends = range.numbers(kind);
    if (ends.length != 2 || !(ends[0] < ends[1])) {
      throw new RoteException(
          range.place(),
          kind + ": [low, high], low below high",
          ends.length == 2 ? "[" + ends[0] + ", " + ends[1] + "]" : ends.length + " numbers",
          "correct the range");
    }
    return ends;
  }
}
