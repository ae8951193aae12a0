package dev.rote.torch;

import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.network.Network;
import dev.rote.network.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OptimizerOptions;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/// One of libtorch's optimisers and its memory.
/*
 * The binding has no door to an optimiser's memory but its archive: save() and load() of torch::optim.
 * An archive holds
 *
 *   pytorch_version
 *   state            KEY → {momentum_buffer} or {step, exp_avg, exp_avg_sq}, for each parameter that
 *                    has taken a step
 *   param_groups     param_groups/0 → {params/0 → KEY, params/1 → KEY, …, options}
 *
 * So the memory is read from a saved archive, and written by loading one that has this optimiser's own
 * version and groups but another state.
 */
final class TorchOptimizer {
  private static final String VERSION = "pytorch_version";
  private static final String STATE = "state";
  private static final String GROUPS = "param_groups";

  private final Optimizer described;
  private final Network network;
  private final org.bytedeco.pytorch.Optimizer optimizer;
  private final OptimizerOptions options;
  private long steps;

  /// @param kept takes the native objects
  TorchOptimizer(Optimizer described, Network network, TensorVector parameters, Kept kept) {
    this.described = described;
    this.network = network;
    optimizer = kept.keep(create(described, parameters));
    options = kept.keep(optimizer.param_groups().get(0).options());
  }

  private static org.bytedeco.pytorch.Optimizer create(
      Optimizer described, TensorVector parameters) {
    return switch (described) {
      case Optimizer.Sgd(double rate, double momentum, boolean nesterov, double decay) -> {
        SGDOptions options = new SGDOptions(rate);
        options.momentum().put(momentum);
        options.nesterov().put(nesterov);
        options.weight_decay().put(decay);
        yield new SGD(parameters, options);
      }
      case Optimizer.Adam(double rate, double b1, double b2, double epsilon, double decay) -> {
        AdamOptions options = new AdamOptions(rate);
        // A C++ tuple lies in memory last element first.
        options.betas().put(b2, b1);
        options.eps().put(epsilon);
        options.weight_decay().put(decay);
        yield new Adam(parameters, options);
      }
      case Optimizer.AdamW(double rate, double b1, double b2, double epsilon, double decay) -> {
        AdamWOptions options = new AdamWOptions(rate);
        options.betas().put(b2, b1);
        options.eps().put(epsilon);
        options.weight_decay().put(decay);
        yield new AdamW(parameters, options);
      }
    };
  }

  /// Forgets the gradients of the last backward pass.
  void zeroGradients() {
    optimizer.zero_grad();
  }

  /// Moves the parameters along their gradients.
  void step(double rate) {
    options.set_lr(rate);
    optimizer.step();
    steps++;
  }

  /// What libtorch calls the slots of ours, in the order of [Optimizer#slots].
  private List<String> names() {
    return switch (described) {
      case Optimizer.Sgd _ -> List.of("momentum_buffer");
      case Optimizer.Adam _, Optimizer.AdamW _ -> List.of("exp_avg", "exp_avg_sq");
    };
  }

  OptimizerState state() {
    SequencedMap<String, Parameters> slots = new LinkedHashMap<>();
    described.slots().forEach(slot -> slots.put(slot, Parameters.zeros(network)));
    if (steps > 0 && !slots.isEmpty()) {
      read(slots);
    }
    return new OptimizerState(steps, slots);
  }

  private void read(Map<String, Parameters> slots) {
    InputArchive archive = saved();
    InputArchive state = archive(archive, STATE);
    List<String> keys = keys(archive);
    for (int s = 0; s < described.slots().size(); s++) {
      Parameters slab = Objects.requireNonNull(slots.get(described.slots().get(s)));
      for (int t = 0; t < keys.size(); t++) {
        Tensor tensor = new Tensor();
        archive(state, keys.get(t)).read(names().get(s), tensor, true);
        int size = (int) slab.tensors().get(t).size();
        Floats.read(tensor, slab.values(), slab.offset(t), size);
      }
    }
  }

  /// Takes over another session's memory.
  ///
  /// @throws dev.rote.fault.RoteException if it is another optimiser's or network's
  void load(OptimizerState state) {
    state.requireFits(described, network);
    InputArchive own = saved();
    OutputArchive archive = new OutputArchive();
    archive.write(VERSION, value(own, VERSION));
    archive.write(STATE, written(state, keys(own), archive));
    archive.write(GROUPS, value(own, GROUPS));
    optimizer.load(reread(archive));
    steps = state.steps();
  }

  /// The state part of an archive.
  private OutputArchive written(OptimizerState state, List<String> keys, OutputArchive whole) {
    OutputArchive all = new OutputArchive(whole.compilation_unit());
    for (int t = 0; t < keys.size() && !state.slots().isEmpty(); t++) {
      OutputArchive one = new OutputArchive(whole.compilation_unit());
      if (described.slots().equals(Optimizer.MOMENTS)) {
        one.write("step", new IValue(state.steps()));
      }
      for (int s = 0; s < described.slots().size(); s++) {
        Parameters slab = Objects.requireNonNull(state.slots().get(described.slots().get(s)));
        Tensor tensor = Floats.tensor(slab.values(), slab.offset(t), slab.tensors().get(t));
        one.write(names().get(s), tensor, true);
      }
      all.write(keys.get(t), one);
    }
    return all;
  }

  private InputArchive saved() {
    OutputArchive archive = new OutputArchive();
    optimizer.save(archive);
    return reread(archive);
  }

  private static InputArchive reread(OutputArchive written) {
    byte[] content = Bytes.of(written);
    InputArchive read = new InputArchive();
    read.load_from(new BytePointer(content), content.length);
    return read;
  }

  private static InputArchive archive(InputArchive outer, String key) {
    InputArchive inner = new InputArchive();
    outer.read(key, inner);
    return inner;
  }

  private static IValue value(InputArchive archive, String key) {
    IValue value = new IValue();
    archive.read(key, value);
    return value;
  }

  /// What the parameters are called in an archive, in our order.
  private List<String> keys(InputArchive archive) {
    InputArchive group = archive(archive(archive, GROUPS), GROUPS + "/0");
    return java.util.stream.IntStream.range(0, network.tensors().size())
        .mapToObj(t -> value(group, "params/" + t).toStringRef().getString())
        .toList();
  }
}
