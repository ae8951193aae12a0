package dev.rote.cli;

import dev.rote.fault.RoteException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition on a column, as users write it: `optimizer.rate=0.05`, `heldout_accuracy>0.88`.
/// Numbers are compared as such. A run without the value fits `!=` only.
///
/// @param column of the list, or a recipe's key
/// @param value to compare with
record RunCondition(RunColumn column, Comparison comparison, String value)
    implements Predicate<RunRow> {
  private static final Pattern FORM = Pattern.compile("([^=<>!]+)(<=|>=|!=|=|<|>)(.*)");

  /// How a run's value has to stand to the one asked for.
  enum Comparison {
    EQUAL("="),
    OTHER("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    static Comparison of(String sign) {
      return Arrays.stream(values()).filter(c -> c.sign.equals(sign)).findFirst().orElseThrow();
    }

    /// @param order below, at or above 0 as the run's value is to the other
    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case OTHER -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case MORE -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  /// @throws RoteException if it is none
  static RunCondition parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new RoteException(
          "list runs",
          "a condition like optimizer.rate=0.05",
          "\"" + text + "\"",
          "write a key, one of = != < <= > >=, and a value, in quotes");
    }
    return new RunCondition(
        RunColumn.named(parts.group(1)), Comparison.of(parts.group(2)), parts.group(3).strip());
  }

  @Override
  public boolean test(RunRow row) {
    Optional<Object> present = column.value().apply(row);
    return present.isPresent()
        ? comparison.holds(RunColumn.compare(present.get(), value))
        : comparison == Comparison.OTHER;
  }
}
