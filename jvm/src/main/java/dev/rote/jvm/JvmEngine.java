package dev.rote.jvm;

import dev.rote.data.Dataset;
import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Sparsity;
import dev.rote.fault.RoteException;
import dev.rote.network.Network;
import java.util.Optional;

/// The from-scratch engine, `jvm`: every gradient and update is this project's own code.
public final class JvmEngine implements Engine {
  /// Below this batch the threads would wait for each other more than they work.
  private static final int WORTH_SHARING = 8;

  /// Above this share of numbers that are not 0, leaving out the others costs more than it saves.
  private static final double SPARSE = 0.6;

  /// Examples that are looked at to find that share.
  private static final int SAMPLE = 256;

  /// Made by the service loader.
  public JvmEngine() {}

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public Session open(Job job, Parameters parameters, Resources resources) {
    parameters.requireFits(job.network(), "open session");
    requireDevice(resources);
    return new JvmSession(job, parameters, resources, KernelChoice.named(resources.kernels()));
  }

  @Override
  public String description(Resources resources) {
    requireDevice(resources);
    int threads = resources.threads();
    return KernelChoice.named(resources.kernels()).description()
        + ", "
        + threads
        + (threads == 1 ? " thread" : " threads")
        + (resources.sparsity() == Sparsity.ON ? ", zeros left out" : "");
  }

  /// Zeros are left out of batches of pictures whose bytes are seen as v / 255, if there are enough
  /// zeros and the first layer's outputs fill whole panels. Single examples do without them in any
  /// case.
  ///
  /// @throws RoteException if they are to be left out of other data
  @Override
  public Resources suited(Resources resources, Network network, Dataset data) {
    if (resources.sparsity() == Sparsity.ON) {
      Layers.requireUnit(data);
    }
    if (resources.sparsity() != Sparsity.AUTO) {
      return resources;
    }
    Kernels kernels = KernelChoice.named(resources.kernels());
    int outputs = network.layers().getFirst().outputs();
    boolean fits = outputs % kernels.sparsePanel(outputs, 1) == 0;
    boolean batches = resources.maxBatch() > 1;
    boolean on = batches && fits && data.isUnit() && data.density(SAMPLE) <= SPARSE;
    return resources.withSparsity(on ? Sparsity.ON : Sparsity.OFF);
  }

  private static void requireDevice(Resources resources) {
    if (!resources.device().equals(Resources.CPU)) {
      throw new RoteException(
          "engine jvm",
          "device " + Resources.CPU + ", the one it has",
          resources.device(),
          "leave --device out, or choose --engine torch");
    }
  }

  @Override
  public int threads(int batch, int cores) {
    return batch < WORTH_SHARING ? 1 : cores;
  }

  @Override
  public Optional<String> warning() {
    return KernelChoice.warning();
  }
}
