package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToyTest {
  private static Split open(Toy toy, int limit, long seed) {
    DataPlaces nowhere =
        new DataPlaces(Optional.empty(), Path.of("none"), Path.of("none"), Optional.empty());
    return new DataStore(Catalog.standard(), nowhere, FetchListener.SILENT)
        .open(
            new DataSpec(
                DataSpec.Source.named(toy.word()), limit, limit, Pixels.UNIT, new Labels.Given()),
            seed);
  }

  @ParameterizedTest
  @EnumSource
  void open_anyLimit_givesTheSameFirstPointsOfBothClasses(Toy toy) {
    Split many = open(toy, 500, 4);
    Split few = open(toy, 7, 4);
    assertThat(few.train().fingerprint()).isEqualTo(many.train().first(7).fingerprint());
    assertThat(few.heldOut().fingerprint()).isEqualTo(many.heldOut().first(7).fingerprint());
    assertThat(many.train().fingerprint())
        .isNotEqualTo(many.heldOut().fingerprint())
        .isNotEqualTo(open(toy, 500, 5).train().fingerprint());
    int second = 0;
    for (int i = 0; i < 500; i++) {
      second += many.train().label(i);
    }
    assertThat(second).isEqualTo(250);
    assertThat(open(toy, DataSpec.ALL, 0).train().size()).isEqualTo(10_000);
  }

  /// Normal steps have no end: of 1000 points one in a hundred may lie outside.
  @ParameterizedTest
  @EnumSource
  void points_lieInThePlaneThatTheGridSpans(Toy toy) {
    Dataset points = open(toy, 1000, 1).train();
    Dataset grid = toy.grid(3);
    float[] at = new float[2];
    grid.copyTo(0, at, 0);
    assertThat(at).containsExactly(-Toy.EDGE, -Toy.EDGE);
    grid.copyTo(5, at, 0);
    assertThat(at).containsExactly(Toy.EDGE, 0);
    int outside = 0;
    for (int i = 0; i < points.size(); i++) {
      points.copyTo(i, at, 0);
      outside += Math.max(Math.abs(at[0]), Math.abs(at[1])) > Toy.EDGE ? 1 : 0;
    }
    assertThat(outside).isLessThanOrEqualTo(10);
  }
}
