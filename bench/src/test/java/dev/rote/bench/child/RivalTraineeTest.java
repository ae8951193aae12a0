package dev.rote.bench.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalTraineeTest {
  @TempDir private Path folder = Path.of("");

  /// Notes what it is given, and takes every picture for a 3.
  private static final class Notes implements Rival {
    final List<List<Integer>> steps = new ArrayList<>();

    @Override
    public String description() {
      return "notes";
    }

    @Override
    public boolean tellsLosses() {
      return false;
    }

    @Override
    public void step(int[] examples) {
      steps.add(Arrays.stream(examples).boxed().toList());
    }

    @Override
    public double lastLoss() {
      return Double.NaN;
    }

    @Override
    public int[] guesses() {
      return new int[] {3, 3, 3, 3};
    }

    @Override
    public void close() {}
  }

  private RivalTrainee trainee(Notes notes) {
    return new RivalTrainee(notes, Task.parse("2-10 2 1 0.1 " + folder));
  }

  @Test
  void step_overTwoEpochs_givesEveryExampleInTheOrderOfEach() {
    Notes notes = new Notes();
    RivalTrainee trainee = trainee(notes);
    trainee.begin(new int[] {4, 2, 0, 1, 3});
    assertThat(List.of(trainee.step(), trainee.step(), trainee.step(), trainee.step()))
        .containsExactly(2, 2, 1, 0);
    trainee.begin(new int[] {0, 1, 2, 3, 4});
    assertThat(trainee.step()).isEqualTo(2);
    assertThat(notes.steps)
        .containsExactly(List.of(4, 2), List.of(0, 1), List.of(3), List.of(0, 1));
  }

  @Test
  void accuracy_isTheShareOfRightGuesses() throws Exception {
    Files.write(folder.resolve("test-labels.bin"), new byte[] {3, 1, 3, 3});
    assertThat(trainee(new Notes()).accuracy()).isEqualTo(0.75);
  }
}
