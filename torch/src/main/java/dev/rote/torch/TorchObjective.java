package dev.rote.torch;

import dev.rote.network.Objective;
import dev.rote.network.Reduction;
import org.bytedeco.pytorch.CrossEntropyLossImpl;
import org.bytedeco.pytorch.CrossEntropyLossOptions;
import org.bytedeco.pytorch.LossReduction;
import org.bytedeco.pytorch.MSELossImpl;
import org.bytedeco.pytorch.MSELossOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.SoftmaxImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.kMean;
import org.bytedeco.pytorch.kNone;
import org.bytedeco.pytorch.kSum;

/// An objective by libtorch's `CrossEntropyLoss`, or its `Softmax` and `MSELoss`.
///
/// `MSELoss` averages over examples and classes; ours are sums over the classes, so its sum is
/// taken, and divided by the examples where the batch is averaged.
final class TorchObjective {

  /// A batch's loss.
  ///
  /// @param reduced what the backward pass begins at
  /// @param sum over the examples, whatever the reduction
  record Loss(Tensor reduced, double sum) {}

  private sealed interface Modules {
    record CrossEntropy(CrossEntropyLossImpl reduced, CrossEntropyLossImpl each)
        implements Modules {}

    record SquaredError(boolean softmax, SoftmaxImpl s, MSELossImpl sum, MSELossImpl each)
        implements Modules {}
  }

  private final Modules modules;
  private final boolean mean;

  /// @param kept takes the native objects
  TorchObjective(Objective objective, Reduction reduction, Kept kept) {
    mean = reduction == Reduction.MEAN;
    modules =
        switch (objective) {
          case Objective.SoftmaxCrossEntropy() ->
              new Modules.CrossEntropy(
                  kept.keep(new CrossEntropyLossImpl(crossEntropy(mean ? mean() : sum()))),
                  kept.keep(new CrossEntropyLossImpl(crossEntropy(none()))));
          case Objective.SoftmaxSquaredError() -> squaredError(true, kept);
          case Objective.SquaredError() -> squaredError(false, kept);
        };
  }

  private static Modules squaredError(boolean softmax, Kept kept) {
    return new Modules.SquaredError(
        softmax,
        kept.keep(new SoftmaxImpl(1)),
        kept.keep(new MSELossImpl(meanSquares(sum()))),
        kept.keep(new MSELossImpl(meanSquares(none()))));
  }

  private static LossReduction mean() {
    return new LossReduction(new kMean());
  }

  private static LossReduction sum() {
    return new LossReduction(new kSum());
  }

  private static LossReduction none() {
    return new LossReduction(new kNone());
  }

  private static CrossEntropyLossOptions crossEntropy(LossReduction reduction) {
    CrossEntropyLossOptions options = new CrossEntropyLossOptions();
    options.reduction().put(reduction);
    return options;
  }

  private static MSELossOptions meanSquares(LossReduction reduction) {
    MSELossOptions options = new MSELossOptions();
    options.reduction().put(reduction);
    return options;
  }

  /// Whether targets are one-hot rows of floats; if not, they are class numbers.
  boolean oneHot() {
    return modules instanceof Modules.SquaredError;
  }

  /// The loss of a batch.
  ///
  /// @param f logits, B × classes
  /// @param y targets
  Loss of(Tensor f, Tensor y, int examples) {
    return switch (modules) {
      case Modules.CrossEntropy(CrossEntropyLossImpl module, CrossEntropyLossImpl _) -> {
        Tensor reduced = module.forward(f, y);
        double value = reduced.item_float();
        yield new Loss(reduced, mean ? value * examples : value);
      }
      case Modules.SquaredError squares -> {
        Tensor sum = squares.sum().forward(answers(squares, f), y);
        yield new Loss(mean ? sum.div(new Scalar((float) examples)) : sum, sum.item_float());
      }
    };
  }

  /// The loss of each example, B numbers.
  Tensor each(Tensor f, Tensor y) {
    return switch (modules) {
      case Modules.CrossEntropy(CrossEntropyLossImpl _, CrossEntropyLossImpl module) ->
          module.forward(f, y);
      case Modules.SquaredError squares -> squares.each().forward(answers(squares, f), y).sum(1);
    };
  }

  private static Tensor answers(Modules.SquaredError squares, Tensor f) {
    return squares.softmax() ? squares.s().forward(f) : f;
  }
}
