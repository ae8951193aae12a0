package dev.rote.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.check.ParityCheck;
import dev.rote.check.ParityReport;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.testkit.OpCase;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The from-scratch engine and libtorch train alike: every case, a hundred steps, loss, gradients
/// and weights, within what rounding can explain.
class TorchParitySuite {

  @TestFactory
  List<DynamicTest> vectorKernels_everyCase_agreeWithLibtorch() {
    return against("auto");
  }

  @TestFactory
  List<DynamicTest> scalarKernels_everyCase_agreeWithLibtorch() {
    return against("scalar");
  }

  private static List<DynamicTest> against(String kernels) {
    return OpCase.all().stream()
        .map(c -> DynamicTest.dynamicTest(kernels + ": " + c, () -> agree(c, kernels)))
        .toList();
  }

  private static void agree(OpCase c, String kernels) {
    ParityReport report =
        ParityCheck.between(
            side("jvm", new Resources(1, kernels, c.batch())),
            side("torch", Resources.single(c.batch())),
            c.plan(),
            _ -> {});
    assertThat(report.parted()).isEmpty();
    assertThat(report.passed()).isTrue();
  }

  private static ParityCheck.Side side(String name, Resources resources) {
    return new ParityCheck.Side(name, Engines.named(name), resources);
  }
}
