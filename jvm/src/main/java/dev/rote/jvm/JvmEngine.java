package dev.rote.jvm;

import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.fault.RoteException;
import java.util.Optional;

/// The from-scratch engine, `jvm`: every gradient and update is this project's own code.
public final class JvmEngine implements Engine {
  /// Below this batch the threads would wait for each other more than they work.
  private static final int WORTH_SHARING = 8;

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
        + (threads == 1 ? " thread" : " threads");
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
