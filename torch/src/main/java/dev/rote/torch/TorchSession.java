package dev.rote.torch;

import dev.rote.data.Batch;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Job;
import dev.rote.engine.Logits;
import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// One network in training on libtorch.
///
/// Every call runs in a scope of native memory of its own, so that a step leaves nothing behind.
final class TorchSession implements Session {
  /// Training and held-out split.
  private static final int DATA_SETS_KEPT = 2;

  private final Job job;
  private final int capacity;
  private final int threads;
  private final int classes;
  private final Kept kept = new Kept();
  private final Parts parts;
  private final long[] numbers;
  private final float[] logits;
  private final float[] losses;

  /// The latest first.
  private final List<DeviceData> data = new ArrayList<>();

  /// What lives in native memory as long as the session.
  ///
  /// @param rows numbers of the examples of the present batch, on the processor
  /// @param rowNumbers the memory behind them
  private record Parts(
      Device device,
      TorchNetwork network,
      TorchObjective objective,
      TorchOptimizer optimizer,
      Tensor rows,
      LongPointer rowNumbers) {}

  TorchSession(Job job, Parameters parameters, Resources resources) {
    this.job = job;
    capacity = resources.maxBatch();
    threads = resources.threads();
    classes = job.network().outputs();
    numbers = new long[capacity];
    logits = new float[resources.elements(classes)];
    losses = new float[capacity];
    try {
      parts = inScope("open session", () -> open(parameters, resources.device()));
    } catch (RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  private Parts open(Parameters parameters, String deviceName) {
    Device device = kept.keep(new Device(deviceName));
    TorchNetwork network = new TorchNetwork(job.network(), device, kept);
    network.load(parameters);
    Tensor rows = kept.keep(DeviceData.longs(capacity));
    return new Parts(
        device,
        network,
        new TorchObjective(job.objective(), job.reduction(), kept),
        new TorchOptimizer(job.optimizer(), job.network(), network.parameters(), kept),
        rows,
        kept.keep(new LongPointer(rows.data_ptr())));
  }

  private <T> T inScope(String operation, Supplier<T> body) {
    return Libtorch.call(
        operation,
        () -> {
          Libtorch.threads(threads);
          return body.get();
        });
  }

  private void run(String operation, Runnable body) {
    Libtorch.call(
        operation,
        () -> {
          Libtorch.threads(threads);
          body.run();
          return true;
        });
  }

  @Override
  public void step(Batch batch, double rate, Tally tally) {
    job.requireFits(batch, capacity);
    run("step", () -> learn(batch, rate, tally, null));
  }

  @Override
  public void step(Batch batch, double rate, Tally tally, Scores scores) {
    job.requireFits(batch, capacity);
    run("step", () -> learn(batch, rate, tally, scores));
  }

  private void learn(Batch batch, double rate, Tally tally, @Nullable Scores scores) {
    DeviceData held = data(batch);
    Tensor chosen = chosen(batch);
    Tensor x = held.pictures(chosen);
    Tensor f = parts.network.forward(x);
    TorchObjective.Loss loss = parts.objective.of(f, held.targets(chosen), batch.size());
    if (!Double.isFinite(loss.sum())) {
      throw diverged(x);
    }
    parts.optimizer.zeroGradients();
    loss.reduced().backward();
    Floats.read(f, logits, 0, batch.size() * classes);
    if (scores != null) {
      try (NoGradGuard _ = new NoGradGuard()) {
        Floats.read(parts.objective.each(f, held.targets(chosen)), losses, 0, batch.size());
      }
      write(batch, scores);
    }
    parts.optimizer.step(rate);
    long correct = 0;
    for (int b = 0; b < batch.size(); b++) {
      correct += Logits.largest(logits, b * classes, classes) == batch.label(b) ? 1 : 0;
    }
    tally.add(loss.sum(), correct, batch.size());
  }

  @Override
  public void score(Batch batch, Scores scores) {
    job.requireFits(batch, capacity);
    run("score", () -> judge(batch, scores));
  }

  private void judge(Batch batch, Scores scores) {
    try (NoGradGuard _ = new NoGradGuard()) {
      DeviceData held = data(batch);
      Tensor chosen = chosen(batch);
      Tensor f = parts.network.forward(held.pictures(chosen));
      Floats.read(parts.objective.each(f, held.targets(chosen)), losses, 0, batch.size());
      Floats.read(f, logits, 0, batch.size() * classes);
      write(batch, scores);
    }
  }

  /// Writes scores from the losses and logits of a batch.
  private void write(Batch batch, Scores scores) {
    for (int b = 0; b < batch.size(); b++) {
      int at = b * classes;
      int label = batch.label(b);
      int largest = Logits.largest(logits, at, classes);
      scores.set(b, losses[b], Logits.margin(logits, at, classes, label), largest);
      double sum = 0;
      double squares = 0;
      for (int k = 0; k < classes; k++) {
        double e = StrictMath.exp((double) logits[at + k] - logits[at + largest]);
        sum += e;
        squares += k == label ? 0 : e * e;
      }
      double own = StrictMath.exp((double) logits[at + label] - logits[at + largest]);
      double wrong = sum - own;
      scores.setCertainty(
          b, (float) (own / sum), (float) (StrictMath.sqrt(squares + wrong * wrong) / sum));
    }
  }

  @Override
  public Parameters gradient(Batch batch) {
    job.requireFits(batch, capacity);
    Parameters gradient = Parameters.zeros(job.network());
    run(
        "gradient",
        () -> {
          DeviceData held = data(batch);
          Tensor chosen = chosen(batch);
          Tensor f = parts.network.forward(held.pictures(chosen));
          parts.optimizer.zeroGradients();
          parts.objective.of(f, held.targets(chosen), batch.size()).reduced().backward();
          Floats.read(parts.network.gradients(), gradient);
        });
    return gradient;
  }

  /// The batch's data set on the device.
  private DeviceData data(Batch batch) {
    for (DeviceData held : data) {
      if (held.holds(batch)) {
        return held;
      }
    }
    if (data.size() == DATA_SETS_KEPT) {
      data.removeLast().close();
    }
    DeviceData held =
        new DeviceData(batch.data(), parts.device, parts.objective.oneHot() ? classes : 0);
    data.addFirst(held);
    return held;
  }

  /// The numbers of the batch's examples, as a tensor on the processor.
  private Tensor chosen(Batch batch) {
    for (int b = 0; b < batch.size(); b++) {
      numbers[b] = batch.example(b);
    }
    parts.rowNumbers.put(numbers, 0, batch.size());
    return batch.size() == capacity ? parts.rows : parts.rows.narrow(0, 0, batch.size());
  }

  /// Walks forward to the first thing that is not finite.
  private DivergedException diverged(Tensor x) {
    try (NoGradGuard _ = new NoGradGuard()) {
      List<Tensor> tensors = parts.network.tensors();
      Tensor a = x;
      for (int l = 0; l < job.network().layers().size(); l++) {
        float inWeights = firstNotFinite(tensors.get(2 * l));
        float inBias = firstNotFinite(tensors.get(2 * l + 1));
        if (!Float.isFinite(inWeights + inBias)) {
          float value = Float.isFinite(inWeights) ? inBias : inWeights;
          return new DivergedException("the weights of layer " + l, "" + value);
        }
        a = parts.network.forward(l, a);
        float inOutputs = firstNotFinite(a);
        if (!Float.isFinite(inOutputs)) {
          return new DivergedException("the outputs of layer " + l, "" + inOutputs);
        }
      }
      return new DivergedException("the loss", "a number that is not finite");
    }
  }

  /// The first element that is not finite, or 0.
  private static float firstNotFinite(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    Floats.read(tensor, values, 0, values.length);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return value;
      }
    }
    return 0;
  }

  @Override
  public Parameters parameters() {
    Parameters copy = Parameters.zeros(job.network());
    run("read weights", () -> Floats.read(parts.network.tensors(), copy));
    return copy;
  }

  @Override
  public OptimizerState state() {
    return inScope("read optimiser state", parts.optimizer::state);
  }

  @Override
  public void load(Parameters parameters, OptimizerState state) {
    parameters.requireFits(job.network(), "load weights");
    run(
        "load",
        () -> {
          parts.optimizer.load(state);
          parts.network.load(parameters);
        });
  }

  @Override
  public void close() {
    data.forEach(DeviceData::close);
    data.clear();
    kept.close();
  }
}
