package dev.rote.check;

import dev.rote.data.Randomness;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A training run in double, and beside it runs that are disturbed at every step by all that
/// float32 may do in it: the shadows. How far they stray is how far float32 engines may.
///
/// Each element has a sign of its own, by which a shadow disturbs its gradient, its weight and the
/// optimiser's memory, all to the same effect. Shadows come in pairs of opposite signs, so that one
/// of them meets a kink on whichever side it lies. Two pairs have random signs, kept through all
/// steps; the third has those of the gradient: one runs ahead of the reference and one behind.
final class Shadows {
  private static final int RANDOM_PAIRS = 2;

  private final Job job;
  private final ReferenceNetwork network;
  private final double[] start;
  private final Run reference;
  private final List<Run> random = new ArrayList<>();
  private final Run behind;
  private final Run ahead;
  private final double[] gradientSpread;
  private final double[] weightSpread;
  private double[] gradient;
  private double loss;
  private double lossSpread;

  /// One run, and the signs of its disturbances.
  private static final class Run {
    private final double[] w;
    private final double[] signs;
    private final ReferenceOptimizer optimizer;

    private Run(Job job, double[] start, double[] signs) {
      w = start.clone();
      this.signs = signs;
      optimizer = new ReferenceOptimizer(job.optimizer(), start.length);
    }

    private void step(double[] gradient, double[] noise, double rate, int batch) {
      double[] disturbed = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        disturbed[i] = gradient[i] + signs[i] * noise[i];
      }
      optimizer.step(w, disturbed, rate);
      optimizer.disturb(w, signs, batch);
    }
  }

  Shadows(Job job, Parameters parameters) {
    this.job = job;
    network = ReferenceNetwork.of(job);
    start = ReferenceNetwork.widen(parameters);
    gradient = new double[start.length];
    gradientSpread = new double[start.length];
    weightSpread = new double[start.length];
    reference = new Run(job, start, new double[start.length]);
    behind = new Run(job, start, new double[start.length]);
    ahead = new Run(job, start, new double[start.length]);
    for (int pair = 0; pair < RANDOM_PAIRS; pair++) {
      double[] signs = signs(pair);
      random.add(new Run(job, start, signs));
      random.add(new Run(job, start, negated(signs)));
    }
  }

  private double[] signs(int pair) {
    Randomness chance = new Randomness(pair, Randomness.Purpose.CHECK, -2);
    double[] signs = new double[start.length];
    Arrays.setAll(signs, _ -> chance.below(2) == 0 ? -1 : 1);
    return signs;
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(x -> -x).toArray();
  }

  /// Takes one step with all runs. Loss and gradients are then those from before it, the weights
  /// those from after it.
  void step(Examples examples, double rate) {
    RoundingBound bound = new RoundingBound(network, reference.w, examples);
    loss = bound.loss();
    gradient = bound.gradient();
    lossSpread = 0;
    Arrays.fill(gradientSpread, 0);
    Arrays.fill(weightSpread, 0);
    for (int i = 0; i < gradient.length; i++) {
      ahead.signs[i] = Math.signum(gradient[i]);
      behind.signs[i] = -ahead.signs[i];
    }
    reference.step(gradient, bound.bounds(), rate, examples.size());
    for (Run shadow : random) {
      follow(shadow, examples, bound.bounds(), rate);
    }
    follow(ahead, examples, bound.bounds(), rate);
    follow(behind, examples, bound.bounds(), rate);
    lossSpread += bound.lossBound();
    for (int i = 0; i < gradient.length; i++) {
      gradientSpread[i] += bound.bounds()[i];
    }
  }

  private void follow(Run shadow, Examples examples, double[] noise, double rate) {
    ReferenceNetwork.ForwardPass forward = network.forward(shadow.w, examples);
    double[] its = network.backward(shadow.w, examples, forward).gradient();
    lossSpread = Math.max(lossSpread, Math.abs(forward.loss() - loss));
    widen(gradientSpread, its, gradient);
    shadow.step(its, noise, rate, examples.size());
    widen(weightSpread, shadow.w, reference.w);
  }

  /// Whether training has become chaotic: a shadow has strayed from the reference as far as the
  /// weights are long (Euclidean). It is then no longer a small disturbance, and no tolerance.
  boolean lost() {
    double apart = length(weightSpread);
    return !(apart == 0 || apart < length(reference.w)); // not a number is lost
  }

  private static double length(double[] values) {
    double squares = 0;
    for (double x : values) {
      squares += x * x;
    }
    return Math.sqrt(squares);
  }

  private static void widen(double[] spread, double[] shadow, double[] reference) {
    for (int i = 0; i < spread.length; i++) {
      spread[i] = Math.max(spread[i], Math.abs(shadow[i] - reference[i])); // NaN stays
    }
  }

  Job job() {
    return job;
  }

  /// Where all runs began; only to be read, like all arrays here.
  double[] start() {
    return start;
  }

  /// The reference's loss, reduced, before the last step.
  double loss() {
    return loss;
  }

  /// How far a float32 engine's may be from it.
  double lossSpread() {
    return lossSpread;
  }

  /// The reference's gradient before the last step.
  double[] gradient() {
    return gradient;
  }

  /// How far the shadows' are from it, and the rounding of taking it.
  double[] gradientSpread() {
    return gradientSpread;
  }

  /// The reference's weights after the last step.
  double[] weights() {
    return reference.w;
  }

  /// How far the shadows' are from them.
  double[] weightSpread() {
    return weightSpread;
  }
}
