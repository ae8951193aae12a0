package dev.rote.cli;

import dev.rote.fault.RoteException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
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
    EQUAL("=", order -> order == 0),
    OTHER("!=", order -> order != 0),
    LESS("<", order -> order < 0),
    AT_MOST("<=", order -> order <= 0),
    MORE(">", order -> order > 0),
    AT_LEAST(">=", order -> order >= 0);

    private final String sign;
    private final IntPredicate holds;

    Comparison(String sign, IntPredicate holds) {
      this.sign = sign;
      this.holds = holds;
    }

    static Comparison of(String sign) {
      return Arrays.stream(values()).filter(c -> c.sign.equals(sign)).findFirst().orElseThrow();
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
        ? comparison.holds.test(RunColumn.compare(present.get(), value))
        : comparison == Comparison.OTHER;
  }
}
