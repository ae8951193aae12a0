package dev.rote.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// An upright axis of parallel coordinates: where values stand on it, and which are named.
///
/// Numbers far apart, and all above 0, stand by their logarithms. Up to seven different values are
/// all named; of more, round ones.
///
/// @param dimension what it shows
/// @param kind how values are placed
/// @param low the least number, or its logarithm; of words 0
/// @param high the largest, above `low`
/// @param ticks values that are named, from bottom to top
record Pole(Parallel.Dimension dimension, Kind kind, double low, double high, List<Tick> ticks) {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final int ALL_NAMED = 7;
  private static final int DIGITS = 4;

  /// Numbers this many times apart stand by their logarithms.
  private static final double FAR = 30;

  enum Kind {
    NUMBERS,
    LOGARITHMS,
    WORDS
  }

  /// A named value.
  ///
  /// @param share of the axis below it, 0 to 1
  record Tick(double share, String text) {}

  /// @param result whether it is the last one, on which a value may be missing
  static Pole of(Parallel.Dimension dimension, boolean result) {
    List<String> there =
        dimension.values().stream().filter(v -> !result || !v.equals(Parallel.NONE)).toList();
    List<String> distinct = there.stream().distinct().toList();
    if (there.isEmpty() || !there.stream().allMatch(Pole::isNumber)) {
      return words(dimension, distinct);
    }
    double[] numbers =
        distinct.stream().mapToDouble(Double::parseDouble).sorted().distinct().toArray();
    double least = numbers[0];
    double most = numbers[numbers.length - 1];
    boolean logarithms = least > 0 && most / least >= FAR;
    Kind kind = logarithms ? Kind.LOGARITHMS : Kind.NUMBERS;
    double low = place(kind, least);
    double high = place(kind, most);
    if (low == high) {
      low -= 1;
      high += 1;
    }
    List<Tick> ticks = new ArrayList<>();
    for (double value : numbers.length <= ALL_NAMED ? numbers : round(kind, least, most)) {
      ticks.add(new Tick((place(kind, value) - low) / (high - low), text(value, DIGITS)));
    }
    return new Pole(dimension, kind, low, high, ticks);
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches() && Double.isFinite(Double.parseDouble(text));
  }

  private static double place(Kind kind, double value) {
    return kind == Kind.LOGARITHMS ? StrictMath.log10(value) : value;
  }

  private static double[] round(Kind kind, double least, double most) {
    if (kind == Kind.LOGARITHMS) {
      List<Double> powers = new ArrayList<>(List.of(least));
      for (double p = Math.ceil(StrictMath.log10(least)); p <= StrictMath.log10(most); p++) {
        powers.add(StrictMath.pow(10, p));
      }
      powers.add(most);
      return powers.stream().mapToDouble(Double::doubleValue).distinct().toArray();
    }
    Axis axis = Axis.ofValues(least, most, 5, 0, 1);
    return axis.ticks().stream()
        .mapToDouble(Double::doubleValue)
        .filter(tick -> tick >= least && tick <= most)
        .toArray();
  }

  /// @param digits that count
  static String text(double value, int digits) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return "" + (long) value;
    }
    double rounded = new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    return Double.toString(rounded).replace('E', 'e');
  }

  /// Words in the order in which they first come.
  private static Pole words(Parallel.Dimension dimension, List<String> distinct) {
    int last = Math.max(1, distinct.size() - 1);
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < distinct.size(); i++) {
      ticks.add(new Tick(distinct.size() == 1 ? 0.5 : (double) i / last, distinct.get(i)));
    }
    return new Pole(dimension, Kind.WORDS, 0, 1, ticks);
  }

  /// Share of the axis below the value of a ray, 0 to 1; NaN if it has none.
  double share(int ray) {
    String value = dimension.values().get(ray);
    if (kind == Kind.WORDS) {
      return ticks.stream()
          .filter(tick -> tick.text().equals(value))
          .mapToDouble(Tick::share)
          .findFirst()
          .orElse(Double.NaN);
    }
    return isNumber(value)
        ? (place(kind, Double.parseDouble(value)) - low) / (high - low)
        : Double.NaN;
  }
}
