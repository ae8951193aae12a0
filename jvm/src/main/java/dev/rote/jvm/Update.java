package dev.rote.jvm;

import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.jvm.Kernels.AdamStep;
import dev.rote.jvm.Kernels.SgdStep;
import dev.rote.network.Network;
import dev.rote.network.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/// The optimiser of a session: its memory, and how a gradient becomes new weights.
final class Update {
  private final Optimizer optimizer;
  private final Network network;
  private final List<String> slotNames;

  /// Per slot, layer by layer, shaped like the weights.
  private final List<Weights[]> slots = new ArrayList<>();

  private long steps;
  private SgdStep sgdStep = new SgdStep(0, 0, false, 0);
  private AdamStep adamStep = new AdamStep(0, 0, 0, 0, 0, 0, 0, 0, 0);

  Update(Optimizer optimizer, Network network) {
    this.optimizer = optimizer;
    this.network = network;
    slotNames =
        switch (optimizer) {
          case Optimizer.Sgd sgd -> isPlain(sgd) ? List.of() : List.of("velocity");
          case Optimizer.Adam _, Optimizer.AdamW _ -> List.of("mean", "variance");
        };
    for (int s = 0; s < slotNames.size(); s++) {
      slots.add(Weights.of(network));
    }
  }

  private static boolean isPlain(Optimizer.Sgd sgd) {
    return sgd.momentum() == 0 && sgd.weightDecay() == 0;
  }

  /// True if w ← w − η g is all there is, which the weight gradient's kernel does by itself.
  boolean isPlain() {
    return slots.isEmpty();
  }

  /// Begins a step: computes its constants in double, once.
  void begin(double rate) {
    steps++;
    switch (optimizer) {
      case Optimizer.Sgd sgd ->
          sgdStep =
              new SgdStep(
                  (float) rate, (float) sgd.momentum(), sgd.nesterov(), (float) sgd.weightDecay());
      case Optimizer.Adam(double _, double beta1, double beta2, double epsilon, double decay) ->
          adamStep = adam(rate, beta1, beta2, epsilon, 1, decay);
      case Optimizer.AdamW(double _, double beta1, double beta2, double epsilon, double decay) ->
          adamStep = adam(rate, beta1, beta2, epsilon, 1 - rate * decay, 0);
    }
  }

  private AdamStep adam(
      double rate, double beta1, double beta2, double epsilon, double shrink, double decay) {
    double unbiased1 = 1 - StrictMath.pow(beta1, (double) steps);
    double unbiased2 = 1 - StrictMath.pow(beta2, (double) steps);
    return new AdamStep(
        (float) shrink,
        (float) decay,
        (float) beta1,
        (float) (1 - beta1),
        (float) beta2,
        (float) (1 - beta2),
        (float) (rate / unbiased1),
        (float) StrictMath.sqrt(unbiased2),
        (float) epsilon);
  }

  /// Applies the step to elements `from` to `to` − 1 of one layer's weight.
  void weights(Kernels kernels, Weights[] layers, Weights[] gradient, int l, int from, int to) {
    float[] W = layers[l].weight;
    float[] G = gradient[l].weight;
    switch (optimizer) {
      case Optimizer.Sgd _ -> kernels.sgd(W, G, slots.get(0)[l].weight, sgdStep, from, to);
      case Optimizer.Adam _, Optimizer.AdamW _ ->
          kernels.adam(W, G, slots.get(0)[l].weight, slots.get(1)[l].weight, adamStep, from, to);
    }
  }

  /// Applies the step to one layer's bias.
  void bias(Kernels kernels, Weights[] layers, Weights[] gradient, int l) {
    float[] b = layers[l].bias;
    float[] G = gradient[l].bias;
    switch (optimizer) {
      case Optimizer.Sgd _ -> kernels.sgd(b, G, slots.get(0)[l].bias, sgdStep, 0, b.length);
      case Optimizer.Adam _, Optimizer.AdamW _ ->
          kernels.adam(b, G, slots.get(0)[l].bias, slots.get(1)[l].bias, adamStep, 0, b.length);
    }
  }

  OptimizerState state() {
    SequencedMap<String, Parameters> copies = new LinkedHashMap<>();
    for (int s = 0; s < slots.size(); s++) {
      Parameters copy = Parameters.zeros(network);
      Weights.store(slots.get(s), copy);
      copies.put(slotNames.get(s), copy);
    }
    return new OptimizerState(steps, copies);
  }

  void load(OptimizerState state) {
    if (!state.slots().keySet().equals(new LinkedHashSet<>(slotNames))) {
      throw new RoteException(
          "load optimiser state",
          slotNames + " of " + optimizer.word(),
          "" + state.slots().keySet(),
          "resume with the recipe the run began with");
    }
    steps = state.steps();
    for (int s = 0; s < slots.size(); s++) {
      Parameters slot = Objects.requireNonNull(state.slots().get(slotNames.get(s)));
      slot.requireFits(network, "load optimiser state");
      Weights.load(slots.get(s), slot);
    }
  }
}
