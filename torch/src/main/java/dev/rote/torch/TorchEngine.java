package dev.rote.torch;

import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.fault.RoteException;
import java.util.Optional;

/// The engine `torch`: the same networks on libtorch's own `Linear`, activations, losses and
/// optimisers.
///
/// Where training starts and in which order it goes come from the recipe's seed, as with every
/// engine; libtorch's own generator is never drawn from. The same threads on the same machine give
/// the same bits; another number of threads may change roundings. Threads are libtorch's, for the
/// whole process: two sessions that run at once must ask for equally many.
public final class TorchEngine implements Engine {

  /// Made by the service loader; touches nothing native.
  public TorchEngine() {}

  @Override
  public String name() {
    return "torch";
  }

  @Override
  public Session open(Job job, Parameters parameters, Resources resources) {
    parameters.requireFits(job.network(), "open session");
    prepare(resources);
    return new TorchSession(job, parameters, resources);
  }

  @Override
  public String description(Resources resources) {
    prepare(resources);
    int threads = resources.threads();
    String count = threads + (threads == 1 ? " thread" : " threads");
    return Libtorch.version() + ", " + count + ", " + resources.device();
  }

  /// One: libtorch's threads and OpenBLAS's wait for each other. With two it was 60 times slower.
  @Override
  public int threads(int batch, int cores) {
    return 1;
  }

  @Override
  public Optional<String> warning() {
    return Optional.empty();
  }

  /// Loads libtorch, or refuses what it cannot give.
  private static void prepare(Resources resources) {
    if (!resources.kernels().equals("auto")) {
      throw new RoteException(
          "engine torch",
          "kernels auto, which lets libtorch choose",
          resources.kernels(),
          "leave --kernels out, or choose --engine jvm");
    }
    if (!resources.device().equals(Resources.CPU) && !resources.device().equals(Libtorch.CUDA)) {
      throw new RoteException(
          "engine torch",
          "device " + Resources.CPU + " or " + Libtorch.CUDA,
          resources.device(),
          "correct --device");
    }
    Libtorch.load();
    Libtorch.requireDevice(resources.device());
  }
}
