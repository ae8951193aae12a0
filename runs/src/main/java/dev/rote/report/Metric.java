package dev.rote.report;

import dev.rote.train.EpochStats;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The number of each epoch that a chart draws.
public enum Metric {
  /// Training and held-out accuracy, a line each.
  ACCURACY("accuracy", Quantity.ACCURACY, Scale.PERCENT),
  TRAIN_ACCURACY("training accuracy", Quantity.ACCURACY, Scale.PERCENT),
  HELD_OUT_ACCURACY("held-out accuracy", Quantity.ACCURACY, Scale.PERCENT),
  /// Training and held-out loss, a line each, in the objective's unit.
  LOSS("mean loss per example", Quantity.LOSS, Scale.PLAIN),
  TRAIN_LOSS("mean training loss per example", Quantity.LOSS, Scale.PLAIN),
  HELD_OUT_LOSS("mean held-out loss per example", Quantity.LOSS, Scale.PLAIN),
  /// Training minus held-out accuracy.
  ACCURACY_GAP("training minus held-out accuracy, points", Quantity.GAP, Scale.POINTS),
  /// Held-out minus training loss, in the objective's unit.
  LOSS_GAP("held-out minus training loss", Quantity.GAP, Scale.PLAIN);

  private final String words;
  private final Quantity quantity;
  private final Scale scale;

  Metric(String words, Quantity quantity, Scale scale) {
    this.words = words;
    this.quantity = quantity;
    this.scale = scale;
  }

  String words() {
    return words;
  }

  Quantity quantity() {
    return quantity;
  }

  Scale scale() {
    return scale;
  }

  /// The lines that are drawn of one experiment.
  List<Part> parts() {
    return switch (this) {
      case ACCURACY ->
          List.of(heldOut(EpochStats::heldOutAccuracy), training(EpochStats::trainAccuracy));
      case TRAIN_ACCURACY -> List.of(training(EpochStats::trainAccuracy));
      case HELD_OUT_ACCURACY -> List.of(heldOut(EpochStats::heldOutAccuracy));
      case LOSS -> List.of(heldOut(EpochStats::heldOutLoss), training(EpochStats::trainLoss));
      case TRAIN_LOSS -> List.of(training(EpochStats::trainLoss));
      case HELD_OUT_LOSS -> List.of(heldOut(EpochStats::heldOutLoss));
      case ACCURACY_GAP -> List.of(new Part("gap", s -> s.trainAccuracy() - s.heldOutAccuracy()));
      case LOSS_GAP -> List.of(new Part("gap", s -> s.heldOutLoss() - s.trainLoss()));
    };
  }

  private static Part heldOut(ToDoubleFunction<EpochStats> value) {
    return new Part("held out", value);
  }

  private static Part training(ToDoubleFunction<EpochStats> value) {
    return new Part("training", value);
  }

  record Part(String name, ToDoubleFunction<EpochStats> value) {}

  /// What kind of number it is.
  enum Quantity {
    ACCURACY("best"),
    LOSS("lowest"),
    GAP("widest");

    private final String extreme;

    Quantity(String extreme) {
      this.extreme = extreme;
    }

    /// What the extreme value of a line is called: "best".
    String extreme() {
      return extreme;
    }

    /// Whether `a` is more extreme than `b`.
    boolean beyond(double a, double b) {
      return switch (this) {
        case ACCURACY, GAP -> a > b;
        case LOSS -> a < b;
      };
    }
  }
}
