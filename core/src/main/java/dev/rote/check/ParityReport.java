package dev.rote.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a [ParityCheck] found.
///
/// @param first name of the one engine
/// @param second name of the other
/// @param moments all steps that were compared
/// @param divergences none, one or two, after which nothing was compared
/// @param lost the step from which on nothing could be compared, because training is so chaotic
///     that rounding alone leads as far as the weights are long
public record ParityReport(
    String first,
    String second,
    List<Moment> moments,
    List<Divergence> divergences,
    OptionalInt lost) {
  public ParityReport {
    moments = List.copyOf(moments);
    divergences = List.copyOf(divergences);
  }

  /// One thing compared: the loss, or a tensor's gradient or weights.
  ///
  /// @param name of it
  /// @param disagreement the largest |a − b| of its elements
  /// @param tolerance what float32 may come to; may be infinite
  /// @param worst where the largest disagreement is: `[3, 4]`; empty for the loss
  /// @param size what both are to be seen against: the loss, the largest element of the gradient,
  ///     the farthest a weight has moved since the start
  public record Row(String name, double disagreement, double tolerance, String worst, double size) {

    /// Whether the engines agree.
    public boolean passed() {
      return disagreement <= tolerance && Double.isFinite(disagreement);
    }

    /// The disagreement as a part of its tolerance; above 1 if it failed.
    public double share() {
      return disagreement == 0 ? 0 : disagreement / tolerance;
    }
  }

  /// What became of one step.
  ///
  /// @param step counted from 1
  /// @param firstLoss the reduced loss of the step's batch before its update, by the first engine
  /// @param secondLoss the same by the second
  /// @param loss how they compare
  /// @param gradients before the update, a row for each tensor; empty if the step is not reported
  /// @param weights after the update, a row for each tensor
  public record Moment(
      int step,
      double firstLoss,
      double secondLoss,
      Row loss,
      List<Row> gradients,
      List<Row> weights) {
    public Moment {
      gradients = List.copyOf(gradients);
      weights = List.copyOf(weights);
    }

    /// Loss, gradients and weights.
    public List<Row> rows() {
      List<Row> rows = new ArrayList<>(List.of(loss));
      rows.addAll(gradients);
      rows.addAll(weights);
      return rows;
    }

    /// The weights that are nearest to their tolerance, or farthest past it.
    public Row nearest() {
      return weights.stream().reduce((a, b) -> b.share() > a.share() ? b : a).orElse(loss);
    }

    /// The first row that fails, if one does.
    public Optional<Row> failed() {
      return rows().stream().filter(row -> !row.passed()).findFirst();
    }
  }

  /// An engine that left the finite numbers.
  ///
  /// @param engine its name
  /// @param step at which it did, counted from 1
  /// @param message what it said
  public record Divergence(String engine, int step, String message) {}

  /// Whether everything agreed at every step that was compared. Engines that diverge at the same
  /// step agree.
  public boolean passed() {
    return parted().isEmpty() && divergences.size() != 1;
  }

  /// The first step at which anything is past its tolerance.
  public Optional<Moment> parted() {
    return moments.stream().filter(moment -> moment.failed().isPresent()).findFirst();
  }

  /// The steps at which gradients were compared.
  public List<Moment> reported() {
    return moments.stream().filter(moment -> !moment.gradients().isEmpty()).toList();
  }
}
