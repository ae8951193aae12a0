package dev.rote.torch;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What a machine without natives is told; needs none, so it runs everywhere.
class UnsupportedPlatformTest {
  @TestFactory
  Stream<DynamicTest> platformWithoutNatives() throws Exception {
    return new SuiteProcess(TorchNoNativesSuite.class)
        .option("-Dorg.bytedeco.javacpp.platform=linux-riscv64").run().stream()
            .map(SuiteProcess.Outcome::asTest);
  }
}
