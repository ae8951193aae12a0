package dev.rote.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// All that needs libtorch, each suite in a process of its own.
class LibtorchTest {

  @TestFactory
  Stream<DynamicTest> contract() throws Exception {
    return suite(new SuiteProcess(TorchEngineSuite.class));
  }

  @TestFactory
  Stream<DynamicTest> parityWithTheOtherEngine() throws Exception {
    return suite(new SuiteProcess(TorchParitySuite.class));
  }

  @TestFactory
  Stream<DynamicTest> initialWeights() throws Exception {
    return suite(new SuiteProcess(TorchInitSuite.class));
  }

  @TestFactory
  Stream<DynamicTest> failures() throws Exception {
    return suite(new SuiteProcess(TorchFailureSuite.class));
  }

  @TestFactory
  Stream<DynamicTest> memoryOverManySteps() throws Exception {
    return suite(
        new SuiteProcess(TorchSoakSuite.class)
            .option("-Xms64m")
            .option("-Xmx64m")
            .option("-XX:+AlwaysPreTouch"));
  }

  @TestFactory
  Stream<DynamicTest> firstUseWithAnEmptyCache() throws Exception {
    Path cache = SuiteProcess.CACHE.resolveSibling("first-use");
    deleteAll(cache);
    return suite(
        new SuiteProcess(TorchFirstUseSuite.class)
            .option("-Dorg.bytedeco.javacpp.cachedir=" + cache));
  }

  @TestFactory
  Stream<DynamicTest> nowhereToUnpackInto(@TempDir Path folder) throws Exception {
    Path nowhere = Files.createFile(folder.resolve("file")).resolve("cache");
    return suite(
        new SuiteProcess(TorchNoCacheSuite.class)
            .option("-Dorg.bytedeco.javacpp.cachedir=" + nowhere)
            .option("-Duser.home=" + nowhere)
            .option("-Djava.io.tmpdir=" + nowhere));
  }

  @Test
  void nativeCrash_isAFailedTestAndNoMore() throws Exception {
    List<SuiteProcess.Outcome> outcomes = new SuiteProcess(CrashSuite.class).run();
    assertThat(outcomes.getLast().failure()).get().asString().contains("died with code");
    assertThat(outcomes.getLast().test()).contains("crash");
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static Stream<DynamicTest> suite(SuiteProcess process)
      throws IOException, InterruptedException {
    return process.run().stream().map(SuiteProcess.Outcome::asTest);
  }
}
