package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  @Test
  void add_countsByGivenAndPredicted() {
    ConfusionMatrix matrix = Reports.confusion();

    assertThat(matrix.count(0, 1)).isEqualTo(2);
    assertThat(matrix.count(1, 0)).isEqualTo(4);
    assertThat(matrix.total(0)).isEqualTo(10);
    assertThat(matrix.total()).isEqualTo(20);
    assertThat(matrix.accuracy(0)).isEqualTo(0.8);
    assertThat(matrix.accuracy(1)).isEqualTo(0.5);
    assertThat(matrix.accuracy(2)).isNaN();
    assertThat(matrix.accuracy()).isEqualTo(13 / 20.0);
  }

  @Test
  void add_noSuchClass_isRefused() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("a", "b"));

    assertThatThrownBy(() -> matrix.add(0, 2))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            "confusion matrix: expected classes from 0 to 1, found 2;"
                + " name every class of the data set");
    assertThatThrownBy(() -> matrix.add(-1, 0)).isInstanceOf(RoteException.class);
    assertThat(matrix.total()).isZero();
  }
}
