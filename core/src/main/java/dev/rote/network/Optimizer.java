package dev.rote.network;

import dev.rote.fault.RoteException;
import java.util.List;

/// How a gradient g becomes a change of the weights w. The formulas are torch's, term for term.
///
/// The rate η of a step is the optimiser's `rate` times the [Schedule]'s factor. Weights and biases
/// are treated alike.
public sealed interface Optimizer {

  /// The slots of Adam and AdamW.
  List<String> MOMENTS = List.of("mean", "variance");

  /// The name in recipes.
  String word();

  /// The base learning rate η₀.
  double rate();

  /// What is remembered between steps, a number to each weight: `velocity` v of SGD with momentum,
  /// `mean` m and `variance` v of Adam and AdamW, nothing else.
  List<String> slots();

  /// Stochastic gradient descent.
  ///
  ///     g ← g + λ w
  ///     v ← μ v + g            (v = 0 at first; kept only if μ > 0)
  ///     w ← w − η v            or, Nesterov: w ← w − η (g + μ v)
  ///
  /// @param rate η₀, above 0
  /// @param momentum μ, from 0 to below 1
  /// @param nesterov looks ahead along the momentum; needs μ > 0
  /// @param weightDecay λ, 0 or more
  record Sgd(double rate, double momentum, boolean nesterov, double weightDecay)
      implements Optimizer {
    public Sgd {
      checkRate("sgd", rate);
      checkShare("sgd", "momentum", momentum);
      checkNotNegative("sgd", "weight-decay", weightDecay);
      if (nesterov && momentum == 0) {
        throw new RoteException(
            "sgd", "momentum above 0 with nesterov", "0", "set momentum, 0.9 is usual");
      }
    }

    /// Plain SGD: no momentum, no decay.
    public Sgd(double rate) {
      this(rate, 0, false, 0);
    }

    @Override
    public String word() {
      return "sgd";
    }

    @Override
    public List<String> slots() {
      return momentum > 0 ? List.of("velocity") : List.of();
    }
  }

  /// Adam (Kingma and Ba 2015, arXiv 1412.6980), decay added to the gradient.
  ///
  ///     g ← g + λ w
  ///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
  ///     w ← w − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)      t = 1, 2, …
  record Adam(double rate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    public Adam {
      checkAdam("adam", rate, beta1, beta2, epsilon, weightDecay);
    }

    /// Adam with its paper's β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and no decay.
    public Adam(double rate) {
      this(rate, 0.9, 0.999, 1e-8, 0);
    }

    @Override
    public String word() {
      return "adam";
    }

    @Override
    public List<String> slots() {
      return MOMENTS;
    }
  }

  /// AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101): Adam, but the decay shrinks the weights
  /// directly, `w ← w − η λ w`, before the step and apart from the moments.
  record AdamW(double rate, double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    public AdamW {
      checkAdam("adamw", rate, beta1, beta2, epsilon, weightDecay);
    }

    /// AdamW with torch's defaults: Adam's, and a decay of 0.01.
    public AdamW(double rate) {
      this(rate, 0.9, 0.999, 1e-8, 0.01);
    }

    @Override
    public String word() {
      return "adamw";
    }

    @Override
    public List<String> slots() {
      return MOMENTS;
    }
  }

  private static void checkAdam(
      String name, double rate, double beta1, double beta2, double epsilon, double weightDecay) {
    checkRate(name, rate);
    checkShare(name, "beta1", beta1);
    checkShare(name, "beta2", beta2);
    checkNotNegative(name, "weight-decay", weightDecay);
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new RoteException(name, "epsilon above 0", "" + epsilon, "1e-8 is usual");
    }
  }

  private static void checkRate(String name, double rate) {
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new RoteException(name, "a rate above 0", "" + rate, "set a finite positive rate");
    }
  }

  private static void checkShare(String name, String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new RoteException(name, what + " from 0 to below 1", "" + value, "correct " + what);
    }
  }

  private static void checkNotNegative(String name, String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new RoteException(name, what + " of 0 or more", "" + value, "correct " + what);
    }
  }
}
