package dev.rote.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import org.junit.jupiter.api.Test;

/// Runs where there is no room to unpack libtorch.
class TorchNoCacheSuite {
  @Test
  void description_noFolderToUnpackInto_saysWhichAndHowToNameAnother() {
    assertThatThrownBy(() -> Engines.named("torch").description(Resources.single(1)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("unpack libtorch")
        .hasMessageContaining("cachedir");
  }
}
