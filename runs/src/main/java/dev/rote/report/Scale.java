package dev.rote.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How a measured number is shown.
enum Scale {
  /// A share, 0 to 1, as "87.2 %".
  PERCENT(100, "\u202f%"),
  /// A difference of shares as percentage points.
  POINTS(100, "\u00a0pts"),
  /// The number itself.
  PLAIN(1, "");

  private static final double LARGE = 1e6;

  private final double factor;
  private final String unit;

  Scale(double factor, String unit) {
    this.factor = factor;
    this.unit = unit;
  }

  /// A number in running text: one decimal of a percentage, three decimals of a loss.
  String text(double value) {
    return number(value) + unit;
  }

  /// The same without its unit.
  String number(double value) {
    double shown = value * factor;
    if (!Double.isFinite(shown)) {
      return minus(Double.toString(shown).replace("Infinity", "∞"));
    }
    if (Math.abs(shown) >= LARGE || (this == PLAIN && shown != 0 && Math.abs(shown) < 0.01)) {
      return significant(shown);
    }
    return decimals(shown, this == PLAIN ? 3 : 1);
  }

  /// "86.9–88.2 %", or the number alone if both ends look alike.
  String range(double low, double high) {
    if (number(low).equals(number(high))) {
      return text(low);
    }
    return number(low) + (low < 0 ? " to " : "–") + text(high);
  }

  /// A number at an axis, with as many decimals as ticks `step` apart need.
  String tick(double value, double step) {
    double shown = value * factor;
    if (Math.abs(shown) >= LARGE) {
      return significant(shown);
    }
    int exact =
        BigDecimal.valueOf(step * factor).round(new MathContext(6)).stripTrailingZeros().scale();
    return decimals(shown, Math.max(0, exact)) + (this == PERCENT ? unit : "");
  }

  private static String significant(double shown) {
    BigDecimal rounded = BigDecimal.valueOf(shown).round(new MathContext(2)).stripTrailingZeros();
    boolean readable = rounded.scale() <= 5 && rounded.precision() - rounded.scale() <= 7;
    return minus(
        readable
            ? rounded.toPlainString()
            : rounded.toString().replace("E+", "e").replace("E", "e"));
  }

  private static String decimals(double shown, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(shown).setScale(decimals, RoundingMode.HALF_EVEN);
    return minus(rounded.signum() == 0 ? rounded.abs().toPlainString() : rounded.toPlainString());
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }
}
