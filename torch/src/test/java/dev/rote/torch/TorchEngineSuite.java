package dev.rote.torch;

import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.testkit.EngineContract;

/// The engine on libtorch keeps the engines' contract.
class TorchEngineSuite extends EngineContract {
  @Override
  protected Engine engine() {
    return Engines.named("torch");
  }

  @Override
  protected Resources resources(int maxBatch) {
    return Resources.single(maxBatch);
  }
}
