package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.FetchListener;
import dev.rote.data.Split;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The whole of Fashion-MNIST, on machines that have it; the sample serves everywhere else.
class FullDataTest {
  private static final Path ROOT = Path.of("..");

  @TestFactory
  List<DynamicTest> fashionMnist_whereInstalled_isWholeAndLearned() {
    DataStore store = DataStore.standard(Optional.empty(), FetchListener.SILENT);
    if (store.locate("fashion-mnist").isEmpty()) {
      return List.of();
    }
    return List.of(
        DynamicTest.dynamicTest("counts", () -> requireWhole(store)),
        DynamicTest.dynamicTest("README example", FullDataTest::requireLearned));
  }

  private static void requireWhole(DataStore store) {
    Split split = store.open(DataSpec.named("fashion-mnist"), 0);
    requireEvenClasses(split.train(), 60_000);
    requireEvenClasses(split.heldOut(), 10_000);
    assertThat(split.train().features()).isEqualTo(784);
    assertThat(split.train().classNames()).contains("Ankle boot");
  }

  private static void requireEvenClasses(Dataset data, int size) {
    assertThat(data.size()).isEqualTo(size);
    for (int c = 0; c < 10; c++) {
      int label = c;
      assertThat(IntStream.range(0, size).filter(i -> data.label(i) == label).count())
          .isEqualTo(size / 10);
    }
  }

  private static void requireLearned() {
    assertThat(readmeExample(ROOT).epochs().getLast().heldOutAccuracy()).isBetween(0.83, 0.9);
  }

  private static Trace readmeExample(Path root) {
    Path file = root.resolve("recipes/q1-baseline.yaml");
    Recipe recipe = RecipeFile.read(file, List.of("epochs=3"));
    DataStore store = DataStore.standard(Optional.empty(), FetchListener.SILENT);
    Split split = store.open(recipe.data(), recipe.seed());
    Trace trace = new Trainer(recipe, split, Engines.named("jvm"), Resources.single(1)).run();
    return trace;
  }

  @Test
  void readme_javaExample_isTheOneAbove() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/rote/runs/FullDataTest.java"));
    String readme = Files.readString(ROOT.resolve("README.md"));
    String example =
        readme.substring(
            readme.indexOf("```java") + 7, readme.indexOf("```", readme.indexOf("```java") + 7));
    List<String> statements =
        example.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    assertThat(statements).hasSizeGreaterThan(3);
    for (String statement : statements.subList(0, statements.size() - 1)) {
      if (!statement.startsWith("Path file")) {
        assertThat(source).contains(statement);
      }
    }
  }
}
