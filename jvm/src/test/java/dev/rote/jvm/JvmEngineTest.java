package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.data.Pixels;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.engine.Sparsity;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Network;
import dev.rote.testkit.EngineContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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

  private static final Engine ENGINE = Engines.named("jvm");

  /// Ten pictures of 16 pixels, of which so many are not 0.
  private static Dataset pictures(int set) {
    byte[] pixels = new byte[160];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 16 < set ? 200 : 0);
    }
    return Dataset.of("pictures", new PictureShape(4, 4), pixels, new int[10], 2);
  }

  private static Sparsity suited(Resources resources, int outputs, Dataset data) {
    Network network = new Network(16, List.of(new Dense(16, outputs, Activation.IDENTITY)));
    return ENGINE.suited(resources, network, data).sparsity();
  }

  @Test
  void suited_manyZerosInBatches_leavesThemOut() {
    Resources batches = new Resources(1, "256", 32);
    assertThat(suited(batches, 64, pictures(8))).isEqualTo(Sparsity.ON);
    assertThat(suited(batches, 64, pictures(12))).as("few zeros").isEqualTo(Sparsity.OFF);
    assertThat(suited(batches, 10, pictures(8))).as("no whole panel").isEqualTo(Sparsity.OFF);
    assertThat(suited(batches.withMaxBatch(1), 64, pictures(8))).isEqualTo(Sparsity.OFF);
    Dataset standardised = pictures(8).scaledLike(Pixels.STANDARD, pictures(8));
    assertThat(suited(batches, 64, standardised)).as("zeros no longer").isEqualTo(Sparsity.OFF);
  }

  @Test
  void suited_userSaysWhen_isThat() {
    Resources resources = new Resources(1, "256", 32);
    assertThat(suited(resources.withSparsity(Sparsity.OFF), 64, pictures(8)))
        .isEqualTo(Sparsity.OFF);
    Resources on = resources.withSparsity(Sparsity.ON);
    assertThat(suited(on, 64, pictures(16))).isEqualTo(Sparsity.ON);
    assertThat(ENGINE.description(on)).contains("zeros left out");
  }

  @Test
  void suited_zerosOfOtherThanPictures_namesTheWayOut() {
    Resources on = new Resources(1, "256", 32).withSparsity(Sparsity.ON);
    Dataset standardised = pictures(8).scaledLike(Pixels.STANDARD, pictures(8));
    assertThatThrownBy(() -> suited(on, 64, standardised))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            "leave out zeros: expected pictures whose bytes are seen as v / 255, found other"
                + " numbers in pictures; use --sparse off");
  }
}
