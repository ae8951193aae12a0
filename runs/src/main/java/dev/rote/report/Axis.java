package dev.rote.report;

import java.util.ArrayList;
import java.util.List;

/// A straight scale from values to lengths, with ticks at round values.
///
/// @param low value at `from`
/// @param high value at `to`, above `low`
/// @param from length in user units
/// @param to length in user units; below `from` for an axis that points up
/// @param step distance of ticks
/// @param ticks values, rising, within low to high
record Axis(double low, double high, double from, double to, double step, List<Double> ticks) {

  private static final double[] ROUND = {1, 2, 2.5, 5, 10};
  private static final double[] ROUND_WHOLE = {1, 2, 5, 10};

  /// Leaves a value that is round but for its last bits where it is.
  private static final double SLACK = 1e-9;

  /// An axis for measured values; it ends in ticks.
  ///
  /// @param min the lowest value
  /// @param max the highest value, at least `min`
  /// @param parts about so many steps
  static Axis ofValues(double min, double max, int parts, double from, double to) {
    double spread = max - min;
    double room = spread > 0 ? spread : Math.max(Math.abs(max) * 0.1, 0.01);
    double step = roundUp(room / parts, ROUND);
    long first = (long) Math.floor((spread > 0 ? min : min - room / 2) / step + SLACK);
    long last = (long) Math.ceil((spread > 0 ? max : max + room / 2) / step - SLACK);
    List<Double> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return new Axis(first * step, last * step, from, to, step, ticks);
  }

  /// An axis for epochs; its ticks are whole, the first epoch among them.
  ///
  /// @param first the first epoch
  /// @param last the last epoch, at least `first`
  static Axis ofEpochs(int first, int last, int parts, double from, double to) {
    if (first == last) {
      return new Axis(first - 1, first + 1, from, to, 1, List.of((double) first));
    }
    double step = Math.max(1, roundUp((double) (last - first) / parts, ROUND_WHOLE));
    List<Double> ticks = new ArrayList<>(List.of((double) first));
    for (double tick = (Math.floor(first / step) + 1) * step; tick <= last; tick += step) {
      if (tick - first >= 0.45 * step) {
        ticks.add(tick);
      }
    }
    return new Axis(first, last, from, to, step, ticks);
  }

  private static double roundUp(double least, double[] round) {
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
    for (double factor : round) {
      if (factor * power >= least * (1 - SLACK)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /// Where a value stands.
  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }
}
