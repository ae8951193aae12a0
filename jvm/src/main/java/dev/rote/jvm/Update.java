package dev.rote.jvm;

import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.jvm.Kernels.AdamStep;
import dev.rote.jvm.Kernels.SgdStep;
import dev.rote.network.Network;
import dev.rote.network.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/// The optimiser of a session: its memory, and how a gradient becomes new weights.
final class Update {
  private final Optimizer optimizer;
  private final Network network;
  private final Kernels kernels;

  /// Per slot, layer by layer, shaped like the weights; for SGD with decay alone there is one that
  /// only a step uses.
  private final List<Weights[]> slots = new ArrayList<>();

  private long steps;
  private final SgdStep sgdStep = new SgdStep();
  private final AdamStep adamStep = new AdamStep();

  /// @param firstPanel columns of a whole panel of the first layer
  Update(Optimizer optimizer, Network network, Kernels kernels, int firstPanel) {
    this.optimizer = optimizer;
    this.network = network;
    this.kernels = kernels;
    int count =
        switch (optimizer) {
          case Optimizer.Sgd sgd -> isPlain(sgd) ? 0 : 1;
          case Optimizer.Adam _, Optimizer.AdamW _ -> 2;
        };
    for (int s = 0; s < count; s++) {
      slots.add(Weights.of(network, kernels, firstPanel));
    }
  }

  private static boolean isPlain(Optimizer.Sgd sgd) {
    return sgd.momentum() == 0 && sgd.weightDecay() == 0;
  }

  /// True if w ← w − η g is all there is, which the weight gradient's kernel can do by itself.
  boolean isPlain() {
    return slots.isEmpty();
  }

  /// Begins a step: computes its constants in double, once.
  void begin(double rate) {
    steps++;
    switch (optimizer) {
      case Optimizer.Sgd sgd -> {
        sgdStep.rate = (float) rate;
        sgdStep.momentum = (float) sgd.momentum();
        sgdStep.nesterov = sgd.nesterov();
        sgdStep.decay = (float) sgd.weightDecay();
      }
      case Optimizer.Adam adam -> {
        adamStep.shrink = 1;
        adamStep.decay = (float) adam.weightDecay();
        moments(rate, adam.beta1(), adam.beta2(), adam.epsilon());
      }
      case Optimizer.AdamW adamW -> {
        adamStep.shrink = (float) (1 - rate * adamW.weightDecay());
        adamStep.decay = 0;
        moments(rate, adamW.beta1(), adamW.beta2(), adamW.epsilon());
      }
    }
  }

  private void moments(double rate, double beta1, double beta2, double epsilon) {
    adamStep.beta1 = (float) beta1;
    adamStep.share1 = (float) (1 - beta1);
    adamStep.beta2 = (float) beta2;
    adamStep.share2 = (float) (1 - beta2);
    adamStep.size = (float) (rate / (1 - power(beta1, steps)));
    adamStep.correction = (float) StrictMath.sqrt(1 - power(beta2, steps));
    adamStep.epsilon = (float) epsilon;
  }

  /// βᵗ by repeated squaring: about 2 log₂ t roundings, and unlike the platform's pow no garbage.
  private static double power(double beta, long t) {
    double power = 1;
    double square = beta;
    for (long rest = t; rest > 0; rest >>= 1) {
      power = (rest & 1) == 1 ? power * square : power;
      square *= square;
    }
    return power;
  }

  /// Applies the step to elements `from` to `to` − 1 of one layer's weight.
  void weights(Weights[] layers, Weights[] gradient, int l, int from, int to) {
    float[] W = layers[l].weight;
    float[] G = gradient[l].weight;
    switch (optimizer) {
      case Optimizer.Sgd _ when isPlain() -> kernels.add(W, G, -sgdStep.rate, from, to);
      case Optimizer.Sgd _ -> kernels.sgd(W, G, slots.get(0)[l].weight, sgdStep, from, to);
      case Optimizer.Adam _, Optimizer.AdamW _ ->
          kernels.adam(W, G, slots.get(0)[l].weight, slots.get(1)[l].weight, adamStep, from, to);
    }
  }

  /// Applies the step to one layer's bias.
  void bias(Weights[] layers, Weights[] gradient, int l) {
    float[] b = layers[l].bias;
    float[] G = gradient[l].bias;
    switch (optimizer) {
      case Optimizer.Sgd _ when isPlain() -> kernels.add(b, G, -sgdStep.rate, 0, b.length);
      case Optimizer.Sgd _ -> kernels.sgd(b, G, slots.get(0)[l].bias, sgdStep, 0, b.length);
      case Optimizer.Adam _, Optimizer.AdamW _ ->
          kernels.adam(b, G, slots.get(0)[l].bias, slots.get(1)[l].bias, adamStep, 0, b.length);
    }
  }

  OptimizerState state() {
    SequencedMap<String, Parameters> copies = new LinkedHashMap<>();
    for (String name : optimizer.slots()) {
      Parameters copy = Parameters.zeros(network);
      Weights.store(slots.get(copies.size()), copy);
      copies.put(name, copy);
    }
    return new OptimizerState(steps, copies);
  }

  void load(OptimizerState state) {
    state.requireFits(optimizer, network);
    steps = state.steps();
    for (int s = 0; s < optimizer.slots().size(); s++) {
      Parameters slot = Objects.requireNonNull(state.slots().get(optimizer.slots().get(s)));
      Weights.load(kernels, slots.get(s), slot);
    }
  }
}
