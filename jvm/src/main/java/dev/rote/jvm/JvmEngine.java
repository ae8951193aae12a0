package dev.rote.jvm;

import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import java.util.Optional;

/// The from-scratch engine, `jvm`: every gradient and update is this project's own code.
public final class JvmEngine implements Engine {

  /// Made by the service loader.
  public JvmEngine() {}

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public Session open(Job job, Parameters parameters, Resources resources) {
    parameters.requireFits(job.network(), "open session");
    return new JvmSession(job, parameters, resources, KernelChoice.named(resources.kernels()));
  }

  @Override
  public String description(Resources resources) {
    int threads = resources.threads();
    return KernelChoice.named(resources.kernels()).description()
        + ", "
        + threads
        + (threads == 1 ? " thread" : " threads");
  }

  @Override
  public Optional<String> warning() {
    return KernelChoice.warning();
  }
}
