package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.train.EpochStats;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTest {

  /// Training loss 0.25 and accuracy 0.875, held-out loss 0.75 and accuracy 0.5.
  @ParameterizedTest
  @CsvSource({
    "ACCURACY, held out 0.5 training 0.875",
    "TRAIN_ACCURACY, training 0.875",
    "HELD_OUT_ACCURACY, held out 0.5",
    "LOSS, held out 0.75 training 0.25",
    "TRAIN_LOSS, training 0.25",
    "HELD_OUT_LOSS, held out 0.75",
    "ACCURACY_GAP, gap 0.375",
    "LOSS_GAP, gap 0.5"
  })
  void parts_takeTheirNumberOfTheEpoch(Metric metric, String expected) {
    EpochStats stats = new EpochStats(1, 0.25, 0.875, 0.75, 0.5, 1, 1);
    List<String> parts =
        metric.parts().stream()
            .map(part -> part.name() + " " + part.value().applyAsDouble(stats))
            .toList();

    assertThat(String.join(" ", parts)).isEqualTo(expected);
  }
}
