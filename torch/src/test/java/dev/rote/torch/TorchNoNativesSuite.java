package dev.rote.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import org.junit.jupiter.api.Test;

/// Runs as on a platform that libtorch was not brought along for.
class TorchNoNativesSuite {
  @Test
  void description_platformWithoutNatives_saysWhichAndWhatToDo() {
    assertThatThrownBy(() -> Engines.named("torch").description(Resources.single(1)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("libtorch for linux-riscv64")
        .hasMessageContaining("choose --engine jvm");
  }
}
