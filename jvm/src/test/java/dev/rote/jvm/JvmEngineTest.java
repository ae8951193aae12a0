package dev.rote.jvm;

import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.testkit.EngineContract;
import org.junit.jupiter.api.Nested;

/// The from-scratch engine keeps the engines' contract, on either kind of kernels.
class JvmEngineTest {

  @Nested
  class OnScalarKernels extends EngineContract {
    @Override
    protected Engine engine() {
      return Engines.named("jvm");
    }

    @Override
    protected Resources resources(int maxBatch) {
      return new Resources(1, "scalar", maxBatch);
    }
  }

  @Nested
  class OnVectorKernels extends EngineContract {
    @Override
    protected Engine engine() {
      return Engines.named("jvm");
    }

    @Override
    protected Resources resources(int maxBatch) {
      return new Resources(2, "auto", maxBatch);
    }
  }
}
