package dev.rote.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.engine.Parameters;
import dev.rote.network.Init;
import dev.rote.network.Network;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Our init `torch` draws from the distribution of torch's own `Linear`.
/*
 * The two-sample Kolmogorov–Smirnov statistic of n and m draws of one continuous distribution exceeds
 * √(ln(2/α)/2 · (n + m)/(n m)) with probability at most about α (Massart 1990). With α = 10⁻⁶ and fixed
 * seeds on both sides the test is no gamble. Bounds are compared too: a uniform distribution whose
 * width is off by a part in a thousand would pass the first test.
 */
class TorchInitSuite {
  private static final double ALPHA = 1e-6;

  @TestFactory
  List<DynamicTest> init_torch_isDistributedAsLibtorchsLinear() {
    return List.of(784, 128, 17).stream()
        .map(inputs -> DynamicTest.dynamicTest(inputs + " inputs", () -> compare(inputs)))
        .toList();
  }

  private static void compare(int inputs) {
    Network network = Network.of(inputs).dense(4096).build();
    Parameters ours = Parameters.initial(network, Init.TORCH, 0);
    Libtorch.load();
    try (PointerScope _ = new PointerScope()) {
      torch.manual_seed(0);
      LinearImpl linear = new LinearImpl(inputs, 4096);
      List<Tensor> theirs = List.of(linear.weight(), linear.bias());
      for (int t = 0; t < 2; t++) {
        int size = (int) ours.tensors().get(t).size();
        float[] a = Arrays.copyOfRange(ours.values(), ours.offset(t), ours.offset(t) + size);
        float[] b = new float[size];
        Floats.read(theirs.get(t), b, 0, size);
        Arrays.sort(a);
        Arrays.sort(b);
        assertThat(distance(a, b)).isLessThan(Math.sqrt(Math.log(2 / ALPHA) / 2 * 2 / size));
        double bound = 1 / Math.sqrt(inputs);
        // The largest of n draws misses the bound by more than x of the width with chance (1 − x)ⁿ.
        double miss = 2 * bound * -Math.log(ALPHA) / size;
        for (float[] draws : List.of(a, b)) {
          assertThat((double) draws[0]).isBetween(-bound * (1 + 0x1p-23), -bound + miss);
          assertThat((double) draws[size - 1]).isBetween(bound - miss, bound * (1 + 0x1p-23));
        }
      }
    }
  }

  /// The largest difference of the two empirical distribution functions, of equally many draws.
  private static double distance(float[] a, float[] b) {
    double largest = 0;
    int j = 0;
    for (int i = 0; i < a.length; i++) {
      while (j < b.length && b[j] <= a[i]) {
        j++;
      }
      largest = Math.max(largest, Math.abs(i + 1 - j));
    }
    return largest / a.length;
  }
}
